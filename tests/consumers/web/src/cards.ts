import type { Card, FounderReference, Reason, Recommendation, Story, TopicReference } from "../../generated/contract.js";
import { element } from "./element.js";

export const storyPath = (slug: string) => `/stories/${slug}`;
export const founderPath = (slug: string) => `/founders/${slug}`;
export const topicPath = (slug: string) => `/topics/${slug}`;

/** Renders a story in a list, or a recommended one. An announced story has no link yet. */
export function card(story: Card | Recommendation, footer?: HTMLElement): HTMLElement {
  const title = story.status === "published" ? element("a", { href: storyPath(story.slug) }, story.title) : story.title;
  return element(
    "article",
    { class: "card", lang: story.language, "data-status": story.status, "data-slug": story.slug },
    story.image && element("img", { class: "cover", src: story.image.url, alt: "", loading: "lazy" }),
    story.topics && topics(story.topics),
    element("h3", {}, title),
    story.dek && element("p", { class: "dek" }, story.dek),
    facts(story),
    footer,
  );
}

/** Renders a card of "Continue your journey" with the reason for it. */
export function recommendation(story: Recommendation): HTMLElement {
  const whyText = story.source === "editorial" ? "Chosen by the editor" : story.reasons.map(reason).find((text) => text !== null);
  const rendered = card(story, whyText ? element("p", { class: "why" }, whyText) : undefined);
  rendered.dataset["source"] = story.source;
  return rendered;
}

/** Renders the founder, the date and the reading time. */
export function facts(story: Card | Recommendation | Story): HTMLElement {
  const parts = [
    story.founder && founder(story.founder),
    story.status === "announced" ? "Coming soon" : story.publishedOn && element("time", { datetime: story.publishedOn }, date(story.publishedOn)),
    story.readingMinutes === null ? null : `${story.readingMinutes} min read`,
  ].filter((part) => part !== null && part !== "");
  return element("p", { class: "facts" }, parts.map((part) => element("span", {}, part)));
}

export function topics(topics: TopicReference[]): HTMLElement | null {
  return topics.length === 0
    ? null
    : element("p", { class: "topics" }, topics.map((topic) => element("a", { href: topicPath(topic.slug) }, topic.name)));
}

function founder(person: FounderReference): HTMLElement {
  return element("a", { href: founderPath(person.slug) }, person.name);
}

/** Returns the text of a reason, or null for an unknown kind. */
function reason(reason: Reason): string | null {
  switch (reason.kind) {
    case "sharedTerms":
      return `Also about ${reason.terms?.slice(0, 3).join(", ")}`;
    case "sameFounder":
      return `More of ${reason.founder?.name}`;
    case "sharedTopic":
      return `Also filed under ${reason.topics?.map((topic) => topic.name).join(", ")}`;
    case "similarTakeaway":
      return "Teaches the same lesson";
    case "recent":
      return "New in the library";
    default:
      return null;
  }
}

/** Formats a date without conversion to the time zone of the reader. */
function date(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en", { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" });
}
