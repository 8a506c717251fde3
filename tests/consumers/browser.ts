import { chromium, type Browser, type Page } from "playwright-core";

/** Starts the Chromium that the environment variable CHROMIUM names, or the one that Debian installs. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"] });

/** Collects the errors and warnings on the console of a page, including failed requests, and its exceptions. */
export function collectErrors(page: Page, errors: string[] = []): string[] {
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && errors.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => errors.push(`exception: ${error.message}`));
  return errors;
}
