import { chromium, type Browser, type Page } from "playwright-core";

/** Debian's Chromium, or the one that CHROMIUM names. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"] });

/** What a page complains of: errors and warnings on its console, among them what could not be loaded, and exceptions. */
export function complaints(page: Page, heard: string[] = []): string[] {
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && heard.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(`exception: ${error.message}`));
  return heard;
}
