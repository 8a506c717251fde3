import createClient from "openapi-fetch";
import type { paths } from "./generated/contract.js";

function requiredVariable(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set. Run tests/consumers/run, which starts the service and sets it.`);
  }

  return value;
}

/** The URL of the service that `run` has started. */
export const serviceUrl = requiredVariable("CONTENT_API");
/** A key with the scopes read, write, preview and admin. */
export const key = requiredVariable("CONTENT_API_KEY");

/** A client that sends the key. */
export const newsroom = createClient<paths>({
  baseUrl: serviceUrl,
  headers: { Authorization: `Bearer ${key}` },
  querySerializer: { array: { style: "form", explode: false } },
});

/** Returns the data of a response. Throws if the response is a problem. */
export async function unwrap<Data>(pending: Promise<{ data?: Data; error?: unknown; response: Response }>): Promise<Data> {
  const { data, error, response } = await pending;
  if (error !== undefined || data === undefined) {
    throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  }

  return data;
}
