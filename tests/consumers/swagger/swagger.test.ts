import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { collectErrors, launch } from "../browser.js";
import { key, newsroom, serviceUrl, unwrap } from "../service.js";

let browser: Browser, page: Page, errors: string[];

before(async () => {
  browser = await launch();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 1000 } })).newPage();
  page.setDefaultTimeout(5000);
  errors = collectErrors(page);
});

after(() => browser?.close());

test("Swagger UI lists all operations of the contract without console errors", async () => {
  await page.goto(`${serviceUrl}/swagger`);
  await page.locator(".opblock").first().waitFor();

  const contract = (await (await fetch(`${serviceUrl}/openapi/v1.json`)).json()) as { paths: Record<string, Record<string, { operationId: string }>> };
  const operations = Object.values(contract.paths).flatMap((path) => Object.values(path)).map((operation) => operation.operationId);
  assert.deepEqual((await page.locator(".opblock").evaluateAll((all) => all.map((one) => one.id.split("-").at(-1)!))).sort(), operations.filter(Boolean).sort());
  assert.deepEqual(errors, []);
});

test("Swagger UI keeps the key after a reload", async () => {
  await page.locator(".btn.authorize").click();
  const dialog = page.locator(".dialog-ux");
  await dialog.locator("input[type=text], input[type=password]").first().fill(key);
  await dialog.locator("button.authorize").first().click();
  await dialog.locator(".btn-done").first().click();
  await page.locator(".btn.authorize.locked").waitFor();

  await page.reload();
  await page.locator(".btn.authorize.locked").waitFor();
  assert.deepEqual(errors, []);
});

// Opening an operation takes Swagger UI a second of processor time, so two browser pages with the same key share the operations.
test("each GET operation returns 200 with its example values", { concurrency: 2 }, async (suite) => {
  const values = await createMissingSamples();
  const ids = await page.locator(".opblock-get").evaluateAll((all) => all.map((one) => one.id));
  const secondPage = await (await browser.newContext({ storageState: await page.context().storageState() })).newPage();
  collectErrors(secondPage, errors);
  await secondPage.goto(page.url());
  const testOperation = (tab: Page, id: string) => {
    const operation = id.split("-").at(-1)!;
    return suite.test(operation, async () => {
      const block = await openOperation(tab, id);
      for (const [parameter, value] of Object.entries(values[operation] ?? {})) {
        await block.locator(`tr[data-param-name="${parameter}"] input`).fill(value);
      }

      assert.equal(await execute(block), "200", (await block.locator(".live-responses-table .response .response-col_description").textContent()) ?? "");
      await block.locator(".opblock-control-arrow").click();
    });
  };
  await Promise.all([page, secondPage].map(async (tab, half) => {
    for (const id of ids.filter((_, index) => index % 2 === half)) {
      await testOperation(tab, id);
    }
  }));
  await secondPage.context().close();

  assert.deepEqual(errors, []);
});

test("an unknown slug shows the problem response", async () => {
  await page.reload(); // otherwise the previous response stays visible until the next one arrives
  await page.locator(".opblock").first().waitFor();
  const block = await openOperation(page, await blockId("getStory"));
  await block.locator('tr[data-param-name="slug"] input').fill("never-written");

  assert.equal(await execute(block), "404");
  const body = (await block.locator(".live-responses-table .highlight-code").first().textContent()) ?? "";
  assert.match(body, /"type": "\/problems\/not-found"/);
  assert.match(body, /never-written/);
});

/** Creates a preview link and a schedule, which the sample library does not contain, and returns parameter values by operation. */
async function createMissingSamples(): Promise<Record<string, Record<string, string>>> {
  const keys = await unwrap(newsroom.GET("/v1/keys"));
  const link = await unwrap(newsroom.POST("/v1/preview-links", { body: { slug: "the-no-that-drew-a-map", expiresAt: new Date(Date.now() + 3_600_000).toISOString() } }));
  const draft = { slug: "the-no-that-drew-a-map" };
  await unwrap(newsroom.PUT("/v1/drafts/{slug}/schedule", { params: { path: draft }, headers: { "If-Match": "*" }, body: { version: 1, at: "2099-12-31T06:00:00Z" } }));
  return { getKey: { id: keys.items[0]!.id }, getPreview: { token: link.url!.split("/").at(-1)! } };
}

const blockId = (operation: string) => page.locator(`[id$="-${operation}"].opblock`).evaluate((block) => block.id);

async function openOperation(tab: Page, id: string): Promise<Locator> {
  const block = tab.locator(`[id="${id}"]`);
  await block.locator(".opblock-control-arrow").click();
  await block.locator("button.execute").waitFor();
  return block;
}

async function execute(block: Locator): Promise<string> {
  await block.locator("button.execute").click();
  const status = block.locator(".live-responses-table .response .response-col_status");
  await status.waitFor();
  return ((await status.textContent()) ?? "").trim();
}
