import createClient from "openapi-fetch";
import type { paths, Problem } from "../../generated/contract.js";

const address = document.querySelector<HTMLMetaElement>('meta[name="content-api"]')!.content;

/** The content API. Paths, parameters and answers have the types of the contract; its lists are written with commas. */
export const api = createClient<paths>({ baseUrl: address, querySerializer: { array: { style: "form", explode: false } } });

/** A problem that the API answered with, as an error that a page can be drawn from. */
export class ProblemError extends Error {
  constructor(readonly problem: Pick<Problem, "title" | "detail" | "status"> & Partial<Problem>) {
    super(problem.detail);
  }
}

/** What was asked for, or its problem thrown. */
export async function answered<Answer>(asked: Promise<{ data?: Answer; error?: Problem }>): Promise<Answer> {
  const { data, error } = await asked.catch(() => {
    throw new ProblemError({ title: "The library cannot be reached", detail: "Check the connection and try again.", status: 503 });
  });
  if (data === undefined) {
    throw new ProblemError(error!);
  }

  return data;
}
