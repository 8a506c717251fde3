import assert from "node:assert/strict";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { Story } from "../generated/contract.js";
import { complaints, launch } from "../browser.js";
import { address, answered, newsroom } from "../service.js";
import { quietBakery } from "./quiet-bakery.js";
import { serveReader } from "./server.js";

const slug = "the-quiet-bakery";
const pictures = process.env["PICTURES"];
let server: Server, site: string, browser: Browser, page: Page, heard: string[], story: Story;

before(async () => {
  server = await serveReader(address, 0);
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await publish();
  browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1120, height: 780 }, locale: "en", reducedMotion: "reduce" });
  page = await context.newPage();
  page.setDefaultTimeout(5000);
  heard = complaints(page);
});

after(async () => {
  await browser?.close();
  server?.close();
});

test("the list draws every card that the API lists, a page at a time", async () => {
  const { items } = await answered(newsroom.GET("/v1/stories", { params: { query: { limit: 100 } } }));
  await open("/", "Stories of founders");

  assert.equal(await page.locator(".card").count(), 7);
  await photograph("list");
  await page.getByRole("button", { name: "More stories" }).click();
  await page.locator(".card").nth(7).waitFor();

  assert.deepEqual(await page.locator(".card h3 a").allTextContents(), items.map((card) => card.title));
  assert.ok(await page.getByRole("button", { name: "More stories" }).isHidden());
  assert.deepEqual(await page.locator(".card").first().locator(".facts span").allTextContents(), ["Nora Lind", "November 3, 2025", `${story.readingMinutes} min read`]);
});

test("a story is drawn whole: head, lessons, acts, every block, every mark", async () => {
  await open(`/stories/${slug}`, story.title);

  assert.equal(await page.title(), "The Quiet Bakery · Founder Stories");
  assert.equal(await page.locator(".story header .dek").textContent(), story.dek);
  assert.deepEqual(await page.locator(".in-short li").allTextContents(), story.takeaways!.map((lesson) => lesson.statement));
  assert.deepEqual(await page.locator(".takeaways li h3").allTextContents(), story.takeaways!.map((lesson) => lesson.statement));
  assert.equal(await page.locator(".takeaways li p").count(), 2);
  assert.deepEqual(await page.locator(".act h2").allTextContents(), ["Prologue A Warm Wall", "Act I Four Hundred Loaves", "Act II The Window", "Epilogue"]);

  const blocks = story.sections!.flatMap((section) => section.blocks);
  assert.deepEqual(new Set(blocks.map((block) => block.type)), new Set(["paragraph", "heading", "quote", "list", "image", "code", "divider"]));
  for (const block of blocks) {
    const drawn = page.locator(`[id="${block.id}"]`);
    const text = [block.spans, ...(block.items ?? [])].flatMap((spans) => spans ?? []).map((span) => span.text.replaceAll("\n", "")).join("");
    assert.ok(((await drawn.textContent()) ?? "").startsWith(block.text ?? text), `${block.type} ${block.id} is not drawn`);
  }

  const texts = async (selector: string) => page.locator(`.body ${selector}`).allTextContents();
  assert.deepEqual(await texts("p em"), ["her only customers", "the oven was ", "that", " large"]);
  assert.deepEqual(await texts("p strong"), ["warm", "that"]);
  assert.deepEqual(await texts("p em strong"), ["that"]);
  assert.deepEqual(await texts("p s"), ["please stop"]);
  assert.deepEqual(await texts("p code"), ["ledger.txt"]);
  assert.deepEqual(await texts("h3"), ["The Ledger"]);
  assert.deepEqual([await page.locator(".body ol li").count(), await page.locator(".body ul li").count(), await page.locator(".body br").count()], [3, 3, 1]);
  assert.equal(await page.locator(".body a", { hasText: "the address" }).getAttribute("href"), "https://bakery.example.com/");
});

test("its pictures are there, with their words", async () => {
  await page.waitForFunction(() => [...document.images].filter((image) => image.loading !== "lazy").every((image) => image.naturalWidth > 0));

  assert.equal(await page.locator(".lead img").getAttribute("alt"), "A bakery with one lit window before sunrise");
  await photograph("story");
  assert.match((await page.locator(".lead figcaption").textContent()) ?? "", /The first window.*Drawing: The Morning Desk/);
  assert.equal(await page.locator(".body figure img").getAttribute("alt"), "The plan of the bakery, with the window drawn in");
});

test("the journey goes on with the editor's four cards; where the editor chose three, with a computed one and its reason", async () => {
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
  await photograph("journey");

  await open("/stories/the-no-that-drew-a-map", "The No That Drew a Map");
  assert.deepEqual(await cards.evaluateAll((all) => all.map((card) => card.dataset["source"])), ["editorial", "editorial", "editorial", "computed"]);
  assert.match((await page.locator('.journey [data-source="computed"] .why').textContent()) ?? "", /^(Also|More|Teaches|New) /);
});

test("with the keyboard alone from the list to a story, its founder, a search, and back", async () => {
  await open("/", "Stories of founders");
  await tabTo(page.locator(".card h3 a", { hasText: "The Quiet Bakery" }));
  await page.keyboard.press("Enter");
  await headed("The Quiet Bakery");

  await tabTo(page.locator(".story .facts a", { hasText: "Nora Lind" }));
  await page.keyboard.press("Enter");
  await headed("Nora Lind");
  assert.match((await page.locator(".founder .dek").textContent()) ?? "", /bakes in Malmö/);
  assert.deepEqual(await page.locator(".card h3").allTextContents(), ["The Quiet Bakery"]);
  assert.equal(await page.locator(".lessons li").count(), 3);
  await photograph("founder");

  await tabTo(page.locator(".find input"), "Shift+Tab");
  await page.keyboard.type("window");
  await page.keyboard.press("Enter");
  await headed(/about “window”/);
  assert.ok((await page.locator(".hit mark").count()) >= 1);

  await page.goBack();
  await headed("Nora Lind");
  await page.goBack();
  await headed("The Quiet Bakery");
  await page.goBack();
  await headed("Stories of founders");
});

test("a search marks the words, leads to the passage, narrows down, and knows what was meant", async () => {
  await open("/search?q=investors", /about “investors”/);
  assert.ok((await page.locator(".hit mark").allTextContents()).every((word) => /^invest/i.test(word)));
  await photograph("search");

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
  await headed(/about “kitesurf/);
});

test("what is not there is told in the problem's own words", async () => {
  await open("/stories/never-written", "Not found");
  const { error } = await newsroom.GET("/v1/stories/{slug}", { params: { path: { slug: "never-written" } } });

  assert.equal(await page.locator(".problem").getAttribute("data-status"), "404");
  assert.equal(await page.locator(".problem .dek").textContent(), error!.detail);
  await page.getByRole("link", { name: "To all stories" }).click();
  await headed("Stories of founders");

  await open("/nowhere", "There is no such page");
  assert.deepEqual(heard.splice(0), ["error: Failed to load resource: the server responded with a status of 404 (Not Found)"]);
});

test("who comes by an old name is led to the new one", async () => {
  const rename = (from: string, to: string) => answered(newsroom.POST("/v1/drafts/{slug}/rename", { params: { path: { slug: from } }, body: { slug: to } }));
  await rename(slug, "the-loud-bakery");
  const visitor = await browser.newPage();
  const theirs = complaints(visitor);

  await visitor.goto(`${site}/stories/${slug}`);
  await visitor.waitForURL(`${site}/stories/the-loud-bakery`);
  await visitor.getByRole("heading", { level: 1, name: story.title }).waitFor();

  assert.deepEqual(theirs, []);
  await visitor.close();
  await rename("the-loud-bakery", slug);
});

test("nothing is cut off on a phone, in the light and in the dark", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [path, heading] of [["/", "Stories of founders"], ["/founders/nora-lind", "Nora Lind"], ["/search?q=investors", /about/], [`/stories/${slug}`, story.title]] as const) {
      await open(path, heading);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is wider than the phone`);
    }

    await photograph(`phone-${scheme}`);
  }
});

test("no page has complained", () => assert.deepEqual(heard, []));

/** The newsroom's part, through the API like everybody else's. */
async function publish(): Promise<void> {
  const path = { slug };
  const body = quietBakery(`${site}/images`);
  await answered(newsroom.PUT("/v1/drafts/{slug}", { params: { path }, headers: { "If-None-Match": "*" }, body }));
  const { revision } = await answered(newsroom.PUT("/v1/drafts/{slug}/publication", { params: { path }, body: { version: 1 } }));
  const query = { include: ["recommendations" as const, "navigation" as const], minRevision: revision };
  story = await answered(newsroom.GET("/v1/stories/{slug}", { params: { path, query } }));
}

async function open(path: string, heading: string | RegExp): Promise<void> {
  await page.goto(site + path);
  await headed(heading);
}

const headed = (heading: string | RegExp) => page.getByRole("heading", { level: 1, name: heading }).waitFor();

async function tabTo(target: ReturnType<Page["locator"]>, key = "Tab"): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) {
      return;
    }
  }

  assert.fail(`${key} does not lead to ${target}`);
}

async function photograph(name: string): Promise<void> {
  if (pictures) {
    await page.screenshot({ path: `${pictures}/${name}.png` });
  }
}
