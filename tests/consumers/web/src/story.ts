import type { Card, Story, StoryTakeaway } from "../../generated/contract.js";
import { api, unwrap } from "./api.js";
import { figure, section } from "./blocks.js";
import { facts, founderPath, recommendation, storyPath, topics } from "./cards.js";
import { element } from "./element.js";
import type { Page } from "./reader.js";

/** A whole story, loaded with one request. */
export async function storyPage(slug: string): Promise<Page> {
  const story = await unwrap(
    api.GET("/v1/stories/{slug}", { params: { path: { slug }, query: { include: ["recommendations", "navigation"] } } }),
  );
  const heading = element("h1", {}, story.title);
  return {
    title: story.title,
    path: storyPath(story.slug), // a request with an old slug returns the story with its new slug
    content: [
      element(
        "article",
        { class: "story", lang: story.language },
        element(
          "header",
          {},
          topics(story.topics),
          heading,
          story.dek && element("p", { class: "dek" }, story.dek),
          facts(story),
          story.byline && element("p", { class: "byline" }, `By ${story.byline}`),
        ),
        story.image && element("div", { class: "lead" }, figure(story.image)),
        takeawaySummary(story.takeaways),
        contents(story),
        element("div", { class: "body" }, (story.sections ?? []).map(section)),
        takeawayDetails(story.takeaways),
        rights(story),
        corrections(story),
      ),
      recommendations(story),
      storyNavigation(story),
    ],
  };
}

/** The copyright, the license and the attribution, each only if the story has it. */
function rights({ rights }: Story): HTMLElement | null {
  const notices = [
    rights?.copyrightHolder && `© ${rights.copyrightHolder}`,
    rights?.license && `License: ${rights.license}`,
    rights?.attribution && (rights.attribution.url ? element("a", { href: rights.attribution.url }, rights.attribution.text) : rights.attribution.text),
  ].filter((notice) => notice !== null && notice !== undefined && notice !== "");
  return notices.length === 0 ? null : element("p", { class: "license" }, notices.flatMap((notice, index) => (index === 0 ? [notice] : [" · ", notice])));
}

/** The corrections, the newest first, as readers expect them at the end of a story. */
function corrections({ corrections }: Story): HTMLElement | null {
  return corrections.length === 0
    ? null
    : element(
        "section",
        { class: "corrections" },
        element("h2", {}, "Corrections"),
        element("ul", {}, corrections.map(({ at, reason }) => element("li", {}, element("time", { datetime: at }, at.slice(0, 10)), ` ${reason}`))),
      );
}

function takeawaySummary(takeaways: StoryTakeaway[]): HTMLElement | null {
  return takeaways.length === 0
    ? null
    : element(
        "aside",
        { class: "in-short" },
        element("h2", {}, "In short"),
        element("ol", {}, takeaways.map((takeaway) => element("li", {}, element("a", { href: `#${takeaway.id}` }, takeaway.statement)))),
      );
}

function contents(story: Story): HTMLElement | null {
  const titled = (story.sections ?? []).filter((part) => part.label ?? part.title);
  return titled.length < 2
    ? null
    : element(
        "nav",
        { class: "contents", "aria-label": "Contents" },
        element("ol", {}, titled.map((part) => element("li", {}, element("a", { href: `#${part.anchor}` },
          part.label && element("span", { class: "label" }, part.label), part.label && part.title ? " " : null, part.title)))),
      );
}

function takeawayDetails(takeaways: StoryTakeaway[]): HTMLElement | null {
  return takeaways.length === 0
    ? null
    : element(
        "section",
        { class: "takeaways", id: "takeaways" },
        element("h2", {}, "Takeaways"),
        element("ol", {}, takeaways.map((takeaway) =>
          element("li", { id: takeaway.id }, element("h3", {}, takeaway.statement), takeaway.explanation && element("p", {}, takeaway.explanation)))),
      );
}

function recommendations(story: Story): HTMLElement | null {
  return !story.recommendations?.length
    ? null
    : element(
        "section",
        { class: "journey" },
        element("h2", {}, "Continue your journey"),
        element("div", { class: "cards" }, story.recommendations.map(recommendation)),
      );
}

/** Links to the previous and next story of the founder. */
function storyNavigation(story: Story): HTMLElement | null {
  const { previous, next } = story.navigation ?? { previous: null, next: null };
  const link = (rel: string, label: string, other: Card) =>
    element("a", { href: storyPath(other.slug), rel }, element("small", {}, label), element("strong", {}, other.title));
  return !previous && !next
    ? null
    : element(
        "nav",
        { class: "neighbours", "aria-label": `More of ${story.founder?.name ?? "this founder"}` },
        previous && link("prev", "Earlier", previous),
        next && link("next", "Later", next),
        story.founder && element("a", { href: founderPath(story.founder.slug), class: "all" }, `All of ${story.founder.name}`),
      );
}
