import createClient from "openapi-fetch";
import type { paths, Problem } from "../../generated/contract.js";

const baseUrl = document.querySelector<HTMLMetaElement>('meta[name="content-api"]')!.content;

/** The client of the content API, with the types of the contract. Array parameters are separated by commas. */
export const api = createClient<paths>({ baseUrl, querySerializer: { array: { style: "form", explode: false } } });

/** A problem response, as an error from which a page can be rendered. */
export class ProblemError extends Error {
  constructor(readonly problem: Pick<Problem, "title" | "detail" | "status"> & Partial<Problem>) {
    super(problem.detail);
  }
}

/** Returns the data of a response. Throws if the response is a problem. */
export async function unwrap<Data>(pending: Promise<{ data?: Data; error?: Problem }>): Promise<Data> {
  const { data, error } = await pending.catch(() => {
    throw new ProblemError({ title: "The library cannot be reached", detail: "Check the connection and try again.", status: 503 });
  });
  if (data === undefined) {
    throw new ProblemError(error!);
  }

  return data;
}
