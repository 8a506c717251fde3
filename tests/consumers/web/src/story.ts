import type { Card, Story, Takeaway } from "../../generated/contract.js";
import { answered, api } from "./api.js";
import { figure, section } from "./blocks.js";
import { facts, founderAddress, recommendation, storyAddress, topics } from "./cards.js";
import { element } from "./element.js";
import type { Page } from "./reader.js";

/** A whole story: one request. */
export async function storyPage(slug: string): Promise<Page> {
  const story = await answered(
    api.GET("/v1/stories/{slug}", { params: { path: { slug }, query: { include: ["recommendations", "navigation"] } } }),
  );
  const heading = element("h1", {}, story.title);
  return {
    title: story.title,
    address: storyAddress(story.slug), // an old name is answered with the story under its new one
    content: [
      element(
        "article",
        { class: "story", lang: story.language },
        element(
          "header",
          {},
          story.topics && topics(story.topics),
          heading,
          story.dek && element("p", { class: "dek" }, story.dek),
          facts(story),
          story.byline && element("p", { class: "byline" }, `By ${story.byline}`),
        ),
        story.image && element("div", { class: "lead" }, figure(story.image)),
        inShort(story.takeaways ?? []),
        contents(story),
        element("div", { class: "body" }, (story.sections ?? []).map(section)),
        inFull(story.takeaways ?? []),
        story.license && element("p", { class: "license" }, `License: ${story.license}`),
      ),
      journey(story),
      neighbours(story),
    ],
  };
}

function inShort(lessons: Takeaway[]): HTMLElement | null {
  return lessons.length === 0
    ? null
    : element(
        "aside",
        { class: "in-short" },
        element("h2", {}, "In short"),
        element("ol", {}, lessons.map((lesson) => element("li", {}, element("a", { href: `#${lesson.id}` }, lesson.statement)))),
      );
}

function contents(story: Story): HTMLElement | null {
  const named = (story.sections ?? []).filter((part) => part.label ?? part.title);
  return named.length < 2
    ? null
    : element(
        "nav",
        { class: "contents", "aria-label": "Contents" },
        element("ol", {}, named.map((part) => element("li", {}, element("a", { href: `#${part.anchor}` },
          part.label && element("span", { class: "label" }, part.label), part.label && part.title ? " " : null, part.title)))),
      );
}

function inFull(lessons: Takeaway[]): HTMLElement | null {
  return lessons.length === 0
    ? null
    : element(
        "section",
        { class: "takeaways", id: "takeaways" },
        element("h2", {}, "Takeaways"),
        element("ol", {}, lessons.map((lesson) =>
          element("li", { id: lesson.id }, element("h3", {}, lesson.statement), lesson.explanation && element("p", {}, lesson.explanation)))),
      );
}

function journey(story: Story): HTMLElement | null {
  return !story.recommendations?.length
    ? null
    : element(
        "section",
        { class: "journey" },
        element("h2", {}, "Continue your journey"),
        element("div", { class: "cards" }, story.recommendations.map(recommendation)),
      );
}

/** The founder's story before and after this one. */
function neighbours(story: Story): HTMLElement | null {
  const { previous, next } = story.navigation ?? { previous: null, next: null };
  const to = (rel: string, words: string, other: Card) =>
    element("a", { href: storyAddress(other.slug), rel }, element("small", {}, words), element("strong", {}, other.title));
  return !previous && !next
    ? null
    : element(
        "nav",
        { class: "neighbours", "aria-label": `More of ${story.founder?.name ?? "this founder"}` },
        previous && to("prev", "Earlier", previous),
        next && to("next", "Later", next),
        story.founder && element("a", { href: founderAddress(story.founder.slug), class: "all" }, `All of ${story.founder.name}`),
      );
}
