import { createRequire } from "node:module";
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

/** Saves a screenshot in the folder that the environment variable SCREENSHOTS names, if it is set. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env["SCREENSHOTS"];
  if (folder) {
    await page.screenshot({ path: `${folder}/${name}.png` });
  }
}

/** Returns the critical and serious findings of axe, with the first element of each. The page must bypass its Content-Security-Policy. */
export async function findAccessibilityProblems(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
  const findings = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } };
    return (await axe.run()).violations;
  });
  return findings.filter(({ impact }) => ["critical", "serious"].includes(impact)).map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]!.html.slice(0, 200)}`);
}
