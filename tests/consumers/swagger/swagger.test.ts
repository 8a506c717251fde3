import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { complaints, launch } from "../browser.js";
import { address, answered, key, newsroom } from "../service.js";

let browser: Browser, page: Page, heard: string[];

before(async () => {
  browser = await launch();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 1000 } })).newPage();
  page.setDefaultTimeout(5000);
  heard = complaints(page);
});

after(() => browser?.close());

test("it opens with every operation of the contract and nothing on the console", async () => {
  await page.goto(`${address}/swagger`);
  await page.locator(".opblock").first().waitFor();

  const contract = (await (await fetch(`${address}/openapi/v1.json`)).json()) as { paths: Record<string, Record<string, { operationId: string }>> };
  const operations = Object.values(contract.paths).flatMap((path) => Object.values(path)).map((operation) => operation.operationId);
  assert.deepEqual((await page.locator(".opblock").evaluateAll((all) => all.map((one) => one.id.split("-").at(-1)!))).sort(), operations.filter(Boolean).sort());
  assert.deepEqual(heard, []);
});

test("it takes a key, and has it after a reload", async () => {
  await page.locator(".btn.authorize").click();
  const dialog = page.locator(".dialog-ux");
  await dialog.locator("input[type=text], input[type=password]").first().fill(key);
  await dialog.locator("button.authorize").first().click();
  await dialog.locator(".btn-done").first().click();
  await page.locator(".btn.authorize.locked").waitFor();

  await page.reload();
  await page.locator(".btn.authorize.locked").waitFor();
  assert.deepEqual(heard, []);
});

// Swagger UI takes a second of a processor to open an operation: two browsers, with the same key kept, share them.
test("every GET answers 200 at the first click", { concurrency: 2 }, async (each) => {
  const made = await whatHasNoSampleOfItsOwn();
  const ids = await page.locator(".opblock-get").evaluateAll((all) => all.map((one) => one.id));
  const other = await (await browser.newContext({ storageState: await page.context().storageState() })).newPage();
  complaints(other, heard);
  await other.goto(page.url());
  const answers = (own: Page, id: string) => {
    const operation = id.split("-").at(-1)!;
    return each.test(operation, async () => {
      const block = await opened(own, id);
      for (const [parameter, value] of Object.entries(made[operation] ?? {})) {
        await block.locator(`tr[data-param-name="${parameter}"] input`).fill(value);
      }

      assert.equal(await executed(block), "200", (await block.locator(".live-responses-table .response .response-col_description").textContent()) ?? "");
      await block.locator(".opblock-control-arrow").click();
    });
  };
  await Promise.all([page, other].map(async (own, half) => {
    for (const id of ids.filter((_, at) => at % 2 === half)) {
      await answers(own, id);
    }
  }));
  await other.context().close();

  assert.deepEqual(heard, []);
});

test("a bad one shows its problem", async () => {
  await page.reload(); // the answer from before stays until the next one is there
  await page.locator(".opblock").first().waitFor();
  const block = await opened(page, await idOf("getStory"));
  await block.locator('tr[data-param-name="slug"] input').fill("never-written");

  assert.equal(await executed(block), "404");
  const answer = (await block.locator(".live-responses-table .highlight-code").first().textContent()) ?? "";
  assert.match(answer, /"type": "\/problems\/not-found"/);
  assert.match(answer, /never-written/);
});

/** The sample library has no keys, preview links and schedules: they are made here. */
async function whatHasNoSampleOfItsOwn(): Promise<Record<string, Record<string, string>>> {
  const keys = await answered(newsroom.GET("/v1/keys"));
  const link = await answered(newsroom.POST("/v1/preview-links", { body: { slug: "the-no-that-drew-a-map", expiresAt: new Date(Date.now() + 3_600_000).toISOString() } }));
  const draft = { slug: "the-no-that-drew-a-map" };
  await answered(newsroom.PUT("/v1/drafts/{slug}/schedule", { params: { path: draft }, headers: { "If-Match": "*" }, body: { version: 1, at: "2099-12-31T06:00:00Z" } }));
  return { getKey: { id: keys.items[0]!.id }, getPreview: { token: link.url!.split("/").at(-1)! } };
}

const idOf = (operation: string) => page.locator(`[id$="-${operation}"].opblock`).evaluate((block) => block.id);

async function opened(own: Page, id: string): Promise<Locator> {
  const block = own.locator(`[id="${id}"]`);
  await block.locator(".opblock-control-arrow").click();
  await block.locator("button.execute").waitFor();
  return block;
}

async function executed(block: Locator): Promise<string> {
  await block.locator("button.execute").click();
  const status = block.locator(".live-responses-table .response .response-col_status");
  await status.waitFor();
  return ((await status.textContent()) ?? "").trim();
}
