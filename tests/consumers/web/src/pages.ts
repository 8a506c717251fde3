import type { CardList, Takeaway } from "../../generated/contract.js";
import { answered, api, type ProblemError } from "./api.js";
import { figure } from "./blocks.js";
import { card, storyAddress } from "./cards.js";
import { element } from "./element.js";
import type { Page } from "./reader.js";

/** The newest stories, of one topic where it is given, and more of them as long as there are. */
export async function listPage(topic?: string): Promise<Page> {
  const ask = (cursor?: string) =>
    answered(api.GET("/v1/stories", { params: { query: { topic, cursor, include: ["topics"], limit: 7 } } }));
  const first = await ask();
  const name = topic && (first.items[0]?.topics?.find((candidate) => candidate.slug === topic)?.name ?? topic);
  const title = name ? `Stories about ${name}` : "Stories of founders";
  const cards = element("div", { class: "cards front" }, first.items.map((story) => card(story)));
  return {
    title,
    content: [
      element("h1", { class: "heading" }, title),
      first.items.length > 0 ? cards : element("p", {}, "There is nothing here yet."),
      more(first, cards, ask),
    ],
  };
}

function more(page: CardList, cards: HTMLElement, ask: (cursor: string) => Promise<CardList>): HTMLElement | null {
  let cursor = page.nextCursor;
  if (cursor === null) {
    return null;
  }

  const button = element("button", { class: "more", type: "button" }, "More stories");
  button.addEventListener("click", async () => {
    button.disabled = true;
    const next = await ask(cursor!);
    const drawn = next.items.map((story) => card(story));
    cards.append(...drawn);
    drawn[0]?.querySelector("a")?.focus();
    cursor = next.nextCursor;
    button.disabled = false;
    button.hidden = cursor === null;
  });
  return button;
}

/** A founder, the stories and the lessons of them. */
export async function founderPage(slug: string): Promise<Page> {
  const [founder, stories, lessons] = await Promise.all([
    answered(api.GET("/v1/founders/{slug}", { params: { path: { slug } } })),
    answered(api.GET("/v1/stories", { params: { query: { founder: slug, limit: 100 } } })),
    answered(api.GET("/v1/takeaways", { params: { query: { founder: slug, limit: 100 } } })),
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
      lessons.items.length > 0 ? element("section", { class: "lessons" }, element("h2", {}, "Lessons"), element("ul", {}, lessons.items.map(lesson))) : null,
    ],
  };
}

function lesson({ id, statement, story }: Takeaway): HTMLElement {
  return element("li", {}, story ? element("a", { href: `${storyAddress(story.slug)}#${id}` }, statement) : statement);
}

/** What the API answered instead, in its own words. */
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
