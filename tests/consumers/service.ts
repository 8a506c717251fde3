import createClient from "openapi-fetch";
import type { paths } from "./generated/contract.js";

function given(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: tests/consumers/run starts the service and sets it.`);
  }

  return value;
}

/** The service that `run` has started, and a key for its newsroom. */
export const address = given("CONTENT_API");
export const key = given("CONTENT_API_KEY");

export const newsroom = createClient<paths>({
  baseUrl: address,
  headers: { Authorization: `Bearer ${key}` },
  querySerializer: { array: { style: "form", explode: false } },
});

/** What was asked for; a problem ends the test. */
export async function answered<Answer>(asked: Promise<{ data?: Answer; error?: unknown; response: Response }>): Promise<Answer> {
  const { data, error, response } = await asked;
  if (error !== undefined || data === undefined) {
    throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  }

  return data;
}
