import assert from "node:assert/strict";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { Block, Span, Story } from "../generated/contract.js";
import { collectErrors, launch, takeScreenshot } from "../browser.js";
import { newsroom, serviceUrl, unwrap } from "../service.js";
import { quietBakery } from "./quiet-bakery.js";
import { serveReader } from "./server.js";

const slug = "the-quiet-bakery";
let server: Server, siteUrl: string, browser: Browser, page: Page, errors: string[], story: Story;

before(async () => {
  server = await serveReader(serviceUrl, 0);
  siteUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await publish();
  browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1120, height: 780 }, locale: "en", reducedMotion: "reduce" });
  page = await context.newPage();
  page.setDefaultTimeout(5000);
  errors = collectErrors(page);
});

after(async () => {
  await browser?.close();
  server?.close();
});

test("the list shows all stories of the API, page by page", async () => {
  const { items } = await unwrap(newsroom.GET("/v1/stories", { params: { query: { limit: 100 } } }));
  await open("/", "Stories of founders");

  assert.equal(await page.locator(".card").count(), 7);
  await takeScreenshot(page, "list");
  await page.getByRole("button", { name: "More stories" }).click();
  await page.locator(".card").nth(7).waitFor();

  assert.deepEqual(await page.locator(".card h3 a").allTextContents(), items.map((card) => card.title));
  assert.ok(await page.getByRole("button", { name: "More stories" }).isHidden());
  assert.deepEqual(await page.locator(".card").first().locator(".facts span").allTextContents(), ["Nora Lind", "November 3, 2025", `${story.readingMinutes} min read`]);
});

test("a story page shows the header, takeaways, sections, and all blocks and marks", async () => {
  await open(`/stories/${slug}`, story.title);

  assert.equal(await page.title(), "The Quiet Bakery · Founder Stories");
  assert.equal(await page.locator(".story header .dek").textContent(), story.dek);
  assert.deepEqual(await page.locator(".in-short li").allTextContents(), story.takeaways.map((takeaway) => takeaway.statement));
  assert.deepEqual(await page.locator(".takeaways li h3").allTextContents(), story.takeaways.map((takeaway) => takeaway.statement));
  assert.equal(await page.locator(".takeaways li p").count(), 2);
  assert.deepEqual(await page.locator(".act h2").allTextContents(), ["Prologue A Warm Wall", "Act I Four Hundred Loaves", "Act II The Window", "Epilogue"]);

  const blocks = story.sections!.flatMap((section) => section.blocks);
  assert.deepEqual(new Set(blocks.map((block) => block.type)), new Set(["paragraph", "heading", "quote", "list", "image", "code", "divider", "table"]));
  for (const block of blocks) {
    const rendered = page.locator(`[id="${block.id}"]`);
    const text = allSpans(block).map((span) => span.text.replaceAll("\n", "")).join("");
    assert.ok(((await rendered.textContent()) ?? "").startsWith(block.text ?? text), `${block.type} ${block.id} is not rendered`);
  }

  const texts = async (selector: string) => page.locator(`.body ${selector}`).allTextContents();
  assert.deepEqual(await texts("p em"), ["her only customers", "the oven was ", "that", " large"]);
  assert.deepEqual(await texts("p strong"), ["warm", "that"]);
  assert.deepEqual(await texts("p em strong"), ["that"]);
  assert.deepEqual(await texts("p s"), ["please stop"]);
  assert.deepEqual(await texts("p code"), ["ledger.txt"]);
  assert.deepEqual(await texts("h3"), ["The Ledger"]);
  assert.deepEqual([await page.locator(".body ol li").count(), await page.locator(".body ul li").count(), await page.locator(".body br").count()], [3, 5, 1]);
  assert.deepEqual(await texts("li > ul > li"), ["three in summer,", "three in winter."]);
  assert.deepEqual(await page.locator('.body td[data-align="right"]').allTextContents(), ["1,210", "4,380"]);
  assert.equal(await page.locator(".body a", { hasText: "the address" }).getAttribute("href"), "https://bakery.example.com/");
});

test("images load and have alternative texts and captions", async () => {
  await page.waitForFunction(() => [...document.images].filter((image) => image.loading !== "lazy").every((image) => image.naturalWidth > 0));

  assert.equal(await page.locator(".lead img").getAttribute("alt"), "A bakery with one lit window before sunrise");
  await takeScreenshot(page, "story");
  assert.match((await page.locator(".lead figcaption").textContent()) ?? "", /The first window.*Drawing: The Morning Desk/);
  assert.equal(await page.locator(".body figure img").getAttribute("alt"), "The plan of the bakery, with the window drawn in");
  assert.equal(await page.locator(".body figure a").getAttribute("href"), "https://bakery.example.com/plan");
});

test("editorial recommendations come first, and a computed one with its reason fills the fourth place", async () => {
  const cards = page.locator(".journey .card");

  await page.locator(".journey").scrollIntoViewIfNeeded();
  assert.deepEqual(
    await cards.evaluateAll((all) => all.slice(0, 4).map((card) => [card.dataset["source"], card.dataset["slug"], card.dataset["status"]])),
    [
      ["editorial", "the-no-that-drew-a-map", "published"],
      ["editorial", "the-patent-she-wrote-herself", "published"],
      ["editorial", "five-thousand-tries-at-a-clean-floor", "published"],
      ["editorial", "the-second-oven", "announced"],
    ],
  );
  assert.equal(await page.locator('[data-status="announced"] h3 a').count(), 0);
  assert.match((await page.locator('[data-status="announced"] .facts').textContent()) ?? "", /Coming soon/);
  await takeScreenshot(page, "journey");

  await open("/stories/the-no-that-drew-a-map", "The No That Drew a Map");
  assert.deepEqual(await cards.evaluateAll((all) => all.map((card) => card.dataset["source"])), ["editorial", "editorial", "editorial", "computed"]);
  assert.match((await page.locator('.journey [data-source="computed"] .why').textContent()) ?? "", /^(Also|More|Teaches|New) /);
});

test("the keyboard reaches a story, its founder and a search, and the browser history leads back", async () => {
  await open("/", "Stories of founders");
  await tabTo(page.locator(".card h3 a", { hasText: "The Quiet Bakery" }));
  await page.keyboard.press("Enter");
  await waitForHeading("The Quiet Bakery");

  await tabTo(page.locator(".story .facts a", { hasText: "Nora Lind" }));
  await page.keyboard.press("Enter");
  await waitForHeading("Nora Lind");
  assert.match((await page.locator(".founder .dek").textContent()) ?? "", /bakes in Malmö/);
  assert.deepEqual(await page.locator(".card h3").allTextContents(), ["The Quiet Bakery"]);
  assert.equal(await page.locator(".lessons li").count(), 3);
  await takeScreenshot(page, "founder");

  await tabTo(page.locator(".find input"), "Shift+Tab");
  await page.keyboard.type("window");
  await page.keyboard.press("Enter");
  await waitForHeading(/about “window”/);
  assert.ok((await page.locator(".hit mark").count()) >= 1);

  await page.goBack();
  await waitForHeading("Nora Lind");
  await page.goBack();
  await waitForHeading("The Quiet Bakery");
  await page.goBack();
  await waitForHeading("Stories of founders");
});

test("search highlights words, filters by topic, links to passages and suggests corrections", async () => {
  await open("/search?q=investors", /about “investors”/);
  assert.ok((await page.locator(".hit mark").allTextContents()).every((word) => /^invest/i.test(word)));
  await takeScreenshot(page, "search");

  const all = await page.locator(".hit").count();
  await page.locator(".facets a", { hasText: "Fundraising" }).click();
  await page.locator(".facets [aria-current]").waitFor();
  assert.ok((await page.locator(".hit").count()) < all);

  await page.locator(".passage a[href*='#']").first().click();
  const passage = page.locator(".arrived");
  await passage.waitFor();
  assert.match((await passage.textContent()) ?? "", /investor/i);
  assert.ok(await passage.evaluate((block) => block.getBoundingClientRect().top < innerHeight));

  await open("/search?q=kitesurff", /Nothing about/);
  await page.locator(".meant a").click();
  await waitForHeading(/about “kitesurf/);
});

test("an unknown story shows the problem of the API", async () => {
  await open("/stories/never-written", "Not found");
  const { error } = await newsroom.GET("/v1/stories/{slug}", { params: { path: { slug: "never-written" } } });

  assert.equal(await page.locator(".problem").getAttribute("data-status"), "404");
  assert.equal(await page.locator(".problem .dek").textContent(), error!.detail);
  await page.getByRole("link", { name: "To all stories" }).click();
  await waitForHeading("Stories of founders");

  await open("/nowhere", "There is no such page");
  assert.deepEqual(errors.splice(0), ["error: Failed to load resource: the server responded with a status of 404 (Not Found)"]);
});

test("an old slug redirects to the new one", async () => {
  const rename = (from: string, to: string) => unwrap(newsroom.POST("/v1/drafts/{slug}/rename", { params: { path: { slug: from } }, body: { slug: to } }));
  await rename(slug, "the-loud-bakery");
  const visitor = await browser.newPage();
  const visitorErrors = collectErrors(visitor);

  await visitor.goto(`${siteUrl}/stories/${slug}`);
  await visitor.waitForURL(`${siteUrl}/stories/the-loud-bakery`);
  await visitor.getByRole("heading", { level: 1, name: story.title }).waitFor();

  assert.deepEqual(visitorErrors, []);
  await visitor.close();
  await rename("the-loud-bakery", slug);
});

test("pages fit on a phone in the light and the dark color scheme", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [path, heading] of [["/", "Stories of founders"], ["/founders/nora-lind", "Nora Lind"], ["/search?q=investors", /about/], [`/stories/${slug}`, story.title]] as const) {
      await open(path, heading);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is wider than the phone`);
    }

    await takeScreenshot(page, `phone-${scheme}`);
  }
});

test("no page has logged an error", () => assert.deepEqual(errors, []));

/** Publishes the test story through the API. */
async function publish(): Promise<void> {
  const path = { slug };
  const body = quietBakery(`${siteUrl}/images`);
  await unwrap(newsroom.PUT("/v1/drafts/{slug}", { params: { path }, headers: { "If-None-Match": "*" }, body }));
  const { revision } = await unwrap(newsroom.PUT("/v1/drafts/{slug}/publication", { params: { path }, headers: { "If-Match": "*" }, body: { version: 1 } }));
  const query = { include: ["recommendations" as const, "navigation" as const], minRevision: revision };
  story = await unwrap(newsroom.GET("/v1/stories/{slug}", { params: { path, query } }));
}

async function open(path: string, heading: string | RegExp): Promise<void> {
  await page.goto(siteUrl + path);
  await waitForHeading(heading);
}

/** Returns the spans of a block and of the blocks and cells inside it, in reading order. */
function allSpans(block: Block): Span[] {
  const rows = block.table ? [block.table.header, ...block.table.rows] : [];
  return [
    ...(block.spans ?? []),
    ...(block.items ?? []).flatMap((item) => [...item.spans, ...item.children.flatMap(allSpans)]),
    ...rows.flatMap((row) => row.cells.flatMap((cell) => cell.spans)),
  ];
}

const waitForHeading = (heading: string | RegExp) => page.getByRole("heading", { level: 1, name: heading }).waitFor();

async function tabTo(target: ReturnType<Page["locator"]>, key = "Tab"): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) {
      return;
    }
  }

  assert.fail(`${key} does not lead to ${target}`);
}

