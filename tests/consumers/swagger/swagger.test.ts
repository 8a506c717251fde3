import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import type { Browser, Locator, Page } from "playwright-core";
import { collectErrors, findAccessibilityProblems, launch, takeScreenshot } from "../browser.js";
import { key, newsroom, serviceUrl, unwrap } from "../service.js";

const run = promisify(execFile);
const contract = (await (await fetch(`${serviceUrl}/openapi/v1.json`)).json()) as { paths: Record<string, Record<string, { operationId: string; "x-required-scope"?: string }>> };
const operations = Object.values(contract.paths).flatMap((path) => Object.values(path)).filter((operation) => operation.operationId);

let browser: Browser, page: Page, errors: string[];

before(async () => {
  browser = await launch();
  ({ page, errors } = await open(1200));
});

after(() => browser?.close());

test("Swagger UI lists all operations of the contract, the first of them on the first screen", async () => {
  assert.deepEqual((await page.locator(".opblock").evaluateAll((all) => all.map((one) => one.id.split("-").at(-1)!))).sort(), operations.map((operation) => operation.operationId).sort());
  assert.ok((await page.locator(".opblock").first().boundingBox())!.y < 700);
  await takeScreenshot(page, "swagger-ui");
  assert.deepEqual(errors, []);
});

test("each protected operation shows its scope and a lock, and no other operation does", async () => {
  for (const operation of operations) {
    const block = page.locator(`[id$="-${operation.operationId}"].opblock`);
    assert.deepEqual([operation.operationId, ...(await block.locator(".scope").allTextContents())], [operation.operationId, ...(operation["x-required-scope"] ? [operation["x-required-scope"]] : [])]);
    assert.equal(await block.locator(".authorization__btn").count(), operation["x-required-scope"] ? 1 : 0);
  }
});

test("the filter box finds operations by their path, title and tag, and the index opens a tag", async () => {
  const filter = page.getByRole("searchbox", { name: "Filter operations" });
  await filter.fill("explain a recommendation");
  assert.deepEqual(await page.locator(".opblock").evaluateAll((all) => all.map((one) => one.id)), ["operations-Recommendations-explainStoryRecommendation"]);
  await filter.fill("create draft");
  assert.ok((await page.locator(".opblock").evaluateAll((all) => all.map((one) => one.id.split("-").at(-1)))).includes("saveDraft"));
  await filter.fill("publish a draft");
  assert.deepEqual(await page.locator(".opblock").evaluateAll((all) => all.map((one) => one.id.split("-").at(-1))), ["publishDraft"]);
  await filter.fill("nonsense");
  await page.getByText("No operation contains “nonsense”.").waitFor();
  await filter.fill("");
  await page.getByRole("navigation", { name: "Tags" }).getByRole("link", { name: "Drafts" }).click();
  await page.waitForFunction(() => Math.abs(document.getElementById("operations-tag-Drafts")!.getBoundingClientRect().top) < 300);
  assert.match(page.url(), /#\/Drafts$/);
});

test("a deep link opens its operation", async () => {
  const linked = await open(1200, { path: "/swagger/index.html#/Founders/getFounder" });
  await linked.page.locator("#operations-Founders-getFounder button.execute").waitFor();
  await linked.page.context().close();
});

test("an operation has values only for its required parameters", async () => {
  const block = await openOperation(page, "listStories");
  assert.deepEqual(await block.locator(".parameters :is(input, select)").evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value).filter(Boolean)), []);
  await close(block);
  const story = await openOperation(page, "getStory");
  assert.deepEqual(await story.locator(".parameters :is(input, select)").evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value).filter(Boolean)), ["the-no-that-drew-a-map"]);
  await close(story);
});

test("each operation is at most 1,800 pixels high at a width of 1200 and 3,000 at 390, and nothing overflows", async () => {
  const { page: tab, errors: messages } = await open(1200);
  const limits = new Map([[1200, 1800], [390, 3000]]);
  const heights = new Map([...limits.keys()].map((width) => [width, [] as [number, string][]]));
  for (const { operationId } of operations) {
    const block = await openOperation(tab, operationId);
    for (const width of limits.keys()) {
      await tab.setViewportSize({ width, height: 1000 });
      heights.get(width)!.push([Math.round((await block.boundingBox())!.height), operationId]);
      assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth), width, operationId);
    }

    await close(block);
  }

  for (const [width, limit] of limits) {
    const sorted = heights.get(width)!.sort(([a], [b]) => b - a);
    console.log(`heights at ${width}: median ${sorted[sorted.length >> 1]![0]}, maximum ${sorted[0]!.join(" ")}`);
    assert.deepEqual(sorted.filter(([height]) => height > limit), []);
  }

  assert.deepEqual(messages, []);
  await tab.context().close();
});

for (const [width, colorScheme] of [[1200, "light"], [1200, "dark"], [390, "light"]] as const) {
  test(`all pages are accessible at a width of ${width}, ${colorScheme}`, async () => {
    const tab = await open(width, { colorScheme, bypassCSP: true });
    const block = await openOperation(tab.page, "getStory");
    await execute(block);
    const draft = await openOperation(tab.page, "saveDraft");
    for (const schema of await draft.getByRole("tab", { name: "Schema" }).all()) {
      await schema.click();
    }

    const list = await openOperation(tab.page, "listStories");
    await list.getByLabel("limit", { exact: true }).fill("x");
    await list.locator("button.execute").click();
    await list.locator(".validation-errors").waitFor();
    assert.equal(await tab.page.evaluate(() => document.documentElement.scrollWidth), width);
    await tab.page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    const problems = await findAccessibilityProblems(tab.page);
    await tab.page.locator(".btn.authorize").click();
    problems.push(...(await findAccessibilityProblems(tab.page)));
    for (const path of ["/", "/problems", "/problems/not-found"]) {
      await tab.page.goto(`${serviceUrl}${path}`, { waitUntil: "networkidle" });
      problems.push(...(await findAccessibilityProblems(tab.page)));
      assert.equal(await tab.page.evaluate(() => document.documentElement.scrollWidth), width, path);
    }

    assert.deepEqual(problems, []);
    assert.deepEqual(tab.errors, []);
    await tab.page.context().close();
  });
}

test("the landing page shows the size of the library, its revision and live responses", async () => {
  const { page: landing, errors: messages } = await open(1200, { path: "/", ready: "[data-count]" });
  await landing.waitForLoadState("networkidle");
  const stories = (await (await fetch(`${serviceUrl}/v1/stories?limit=1&count=true`)).json()) as { totalCount: number };
  assert.equal(await landing.locator('[data-count^="/v1/stories"]').textContent(), `${stories.totalCount}`);
  assert.match((await landing.locator("[data-revision]").textContent()) ?? "", /^Revision \d+, changed on .+\.$/);
  const examples = await landing.locator("[data-example]").allTextContents();
  assert.equal(examples.length, 3);
  examples.forEach((example) => assert.ok(Array.isArray((JSON.parse(example) as { items: unknown }).items)));
  await takeScreenshot(landing, "landing-page");
  assert.deepEqual(messages, []);
  await landing.context().close();
});

test("the code samples show the values that were entered", async () => {
  const block = await openOperation(page, "listStories");
  await block.getByLabel("founder", { exact: true }).fill("melanie-perkins");
  await block.getByLabel("include", { exact: true }).selectOption(["topics", "rights"]);
  await block.getByText(`curl -i '${serviceUrl}/v1/stories?founder=melanie-perkins&include=topics,rights'`).waitFor();
  await close(block);
});

test("the code samples run", async () => {
  for (const [operationId, status] of [["getStory", 200], ["saveFounder", 201]] as const) {
    const block = await openOperation(page, operationId);
    const runSample = async (language: string, program: string, ...options: string[]) => {
      if (operationId === "saveFounder") {
        await block.getByLabel("slug", { exact: true }).fill(`sampled-in-${language.toLowerCase()}`);
      }

      await block.getByRole("button", { name: language, exact: true }).click();
      const sample = (await block.locator(".samples pre").textContent())!.replace(/^curl -i /, "curl -s -w '%{http_code}' ");
      return (await run(program, [...options, sample], { env: { ...process.env, KEY: key } })).stdout;
    };
    assert.match(await runSample("curl", "bash", "-c"), new RegExp(`${status}$`));
    assert.match(await runSample("JavaScript", "node", "--input-type=module", "-e"), new RegExp(`^${status} \\{`));
    assert.match(await runSample("Python", "python3", "-c"), new RegExp(`^${status} \\{`));
    await close(block);
  }
});

// Opening an operation takes Swagger UI a second of processor time, so two browser pages with the same key share the operations.
test("each GET operation returns 200 without further values", { concurrency: 2 }, async (suite) => {
  const values = await createMissingSamples();
  const ids = await page.locator(".opblock-get").evaluateAll((all) => all.map((one) => one.id.split("-").at(-1)!));
  const second = await open(1200);
  await Promise.all([page, second.page].map(authorize));
  await Promise.all([page, second.page].map(async (tab, half) => {
    for (const operation of ids.filter((_, index) => index % 2 === half)) {
      await suite.test(operation, async () => {
        const block = await openOperation(tab, operation);
        for (const [parameter, value] of Object.entries(values[operation] ?? {})) {
          await block.getByLabel(parameter, { exact: true }).fill(value);
        }

        assert.equal(await execute(block), "200", (await block.locator(".live-responses-table .response .response-col_description").textContent()) ?? "");
        await close(block);
      });
    }
  }));
  await second.page.context().close();

  assert.deepEqual([...errors, ...second.errors], []);
});

test("an unknown slug shows the problem response", async () => {
  const block = await openOperation(page, "getStory");
  await block.getByLabel("slug", { exact: true }).fill("never-written");
  const shown = page.waitForResponse(/never-written/);
  await block.locator("button.execute").click();
  await shown;

  const body = block.locator(".live-responses-table .highlight-code").first();
  await body.getByText("/problems/not-found").waitFor();
  assert.match((await body.textContent()) ?? "", /never-written/);
});

test("Swagger UI forgets the key after a reload", async () => {
  assert.equal(await page.locator(".btn.authorize.locked").count(), 1);
  await page.reload();
  await page.locator(".btn.authorize.unlocked").waitFor();
});

async function open(width: number, options: { path?: string; ready?: string; colorScheme?: "light" | "dark"; bypassCSP?: boolean } = {}): Promise<{ page: Page; errors: string[] }> {
  const { path = "/swagger/index.html", ready = ".opblock", ...context } = options;
  const tab = await (await browser.newContext({ viewport: { width, height: 1000 }, ...context })).newPage();
  tab.setDefaultTimeout(10_000);
  const messages = collectErrors(tab);
  await tab.goto(`${serviceUrl}${path}`);
  await tab.locator(ready).first().waitFor();
  return { page: tab, errors: messages };
}

async function authorize(tab: Page): Promise<void> {
  await tab.locator(".btn.authorize").click();
  const dialog = tab.locator(".dialog-ux");
  assert.equal(await dialog.locator("input").count(), 1);
  await dialog.locator("input").fill(key);
  await dialog.locator("button.authorize").click();
  await dialog.locator(".btn-done").click();
  await tab.locator(".btn.authorize.locked").waitFor();
}

/** Creates a preview link and a schedule, which the sample library does not contain, and returns parameter values by operation. */
async function createMissingSamples(): Promise<Record<string, Record<string, string>>> {
  const keys = await unwrap(newsroom.GET("/v1/keys"));
  const link = await unwrap(newsroom.POST("/v1/preview-links", { body: { slug: "the-no-that-drew-a-map", expiresAt: new Date(Date.now() + 3_600_000).toISOString() } }));
  const draft = { slug: "the-no-that-drew-a-map" };
  await unwrap(newsroom.PUT("/v1/drafts/{slug}/schedule", { params: { path: draft }, headers: { "If-Match": "*" }, body: { version: 1, at: "2099-12-31T06:00:00Z" } }));
  return { getKey: { id: keys.items[0]!.id }, getPreview: { token: link.url!.split("/").at(-1)! } };
}

async function openOperation(tab: Page, operation: string): Promise<Locator> {
  const block = tab.locator(`[id$="-${operation}"].opblock`);
  await block.locator(".opblock-control-arrow").click();
  await block.locator("button.execute").waitFor();
  return block;
}

const close = (block: Locator) => block.locator(".opblock-control-arrow").click();

async function execute(block: Locator): Promise<string> {
  await block.locator("button.execute").click();
  const status = block.locator(".live-responses-table .response .response-col_status");
  await status.waitFor();
  return ((await status.textContent()) ?? "").trim();
}
