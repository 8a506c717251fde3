import type { CardList, Takeaway } from "../../generated/contract.js";
import { api, unwrap, type ProblemError } from "./api.js";
import { figure } from "./blocks.js";
import { card, storyPath } from "./cards.js";
import { element } from "./element.js";
import type { Page } from "./reader.js";

/** The newest stories, optionally of one topic, with a button that loads more. */
export async function listPage(topic?: string): Promise<Page> {
  const loadPage = (cursor?: string) =>
    unwrap(api.GET("/v1/stories", { params: { query: { topic, cursor, include: ["topics"], limit: 7 } } }));
  const first = await loadPage();
  const name = topic && (first.items[0]?.topics?.find((candidate) => candidate.slug === topic)?.name ?? topic);
  const title = name ? `Stories about ${name}` : "Stories of founders";
  const cards = element("div", { class: "cards front" }, first.items.map((story) => card(story)));
  return {
    title,
    content: [
      element("h1", { class: "heading" }, title),
      first.items.length > 0 ? cards : element("p", {}, "There is nothing here yet."),
      moreButton(first, cards, loadPage),
    ],
  };
}

function moreButton(page: CardList, cards: HTMLElement, loadPage: (cursor: string) => Promise<CardList>): HTMLElement | null {
  let cursor = page.nextCursor;
  if (cursor === null) {
    return null;
  }

  const button = element("button", { class: "more", type: "button" }, "More stories");
  button.addEventListener("click", async () => {
    button.disabled = true;
    const next = await loadPage(cursor!);
    const nextCards = next.items.map((story) => card(story));
    cards.append(...nextCards);
    nextCards[0]?.querySelector("a")?.focus();
    cursor = next.nextCursor;
    button.disabled = false;
    button.hidden = cursor === null;
  });
  return button;
}

/** A founder with their stories and takeaways. */
export async function founderPage(slug: string): Promise<Page> {
  const [founder, stories, takeaways] = await Promise.all([
    unwrap(api.GET("/v1/founders/{slug}", { params: { path: { slug } } })),
    unwrap(api.GET("/v1/stories", { params: { query: { founder: slug, limit: 100 } } })),
    unwrap(api.GET("/v1/takeaways", { params: { query: { founder: slug, limit: 100 } } })),
  ]);
  return {
    title: founder.name,
    content: [
      element(
        "header",
        { class: "founder" },
        founder.image && figure(founder.image),
        element(
          "div",
          {},
          element("p", { class: "kicker" }, founder.storyCount === 1 ? "1 story" : `${founder.storyCount} stories`),
          element("h1", {}, founder.name),
          founder.bio && element("p", { class: "dek" }, founder.bio),
        ),
      ),
      element("div", { class: "cards" }, stories.items.map((story) => card(story))),
      takeaways.items.length > 0 ? element("section", { class: "lessons" }, element("h2", {}, "Lessons"), element("ul", {}, takeaways.items.map(takeaway))) : null,
    ],
  };
}

function takeaway({ id, statement, story }: Takeaway): HTMLElement {
  return element("li", {}, element("a", { href: `${storyPath(story.slug)}#${id}` }, statement));
}

/** The problem that the API returned. */
export function problemPage({ problem }: ProblemError): Page {
  return {
    title: problem.title,
    content: [
      element(
        "section",
        { class: "problem", "data-status": problem.status },
        element("p", { class: "kicker" }, String(problem.status)),
        element("h1", {}, problem.title),
        element("p", { class: "dek" }, problem.detail),
        element("p", {}, element("a", { href: "/" }, "To all stories")),
        problem.traceId ? element("small", {}, `Trace ${problem.traceId}`) : null,
      ),
    ],
  };
}
