import type { Card, FounderReference, Reason, Recommendation, TopicReference } from "../../generated/contract.js";
import { element } from "./element.js";

export const storyAddress = (slug: string) => `/stories/${slug}`;
export const founderAddress = (slug: string) => `/founders/${slug}`;
export const topicAddress = (slug: string) => `/topics/${slug}`;

/** A story in a list. What is announced can be seen and not opened yet. */
export function card(story: Card, footer?: HTMLElement): HTMLElement {
  const title = story.status === "published" ? element("a", { href: storyAddress(story.slug) }, story.title) : story.title;
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

/** A card of "Continue your journey", with why it is there. */
export function recommendation(story: Recommendation): HTMLElement {
  const why = story.source === "editorial" ? "Chosen by the editor" : story.reasons.map(reason).find((said) => said !== null);
  const made = card(story, why ? element("p", { class: "why" }, why) : undefined);
  made.dataset["source"] = story.source;
  return made;
}

/** Who, when, and how long it takes to read. */
export function facts(story: Card): HTMLElement {
  const parts = [
    story.founder && founder(story.founder),
    story.status === "announced" ? "Coming soon" : story.publishedOn && element("time", { datetime: story.publishedOn }, date(story.publishedOn)),
    story.readingMinutes === null ? null : `${story.readingMinutes} min read`,
  ].filter((part) => part !== null && part !== "");
  return element("p", { class: "facts" }, parts.map((part) => element("span", {}, part)));
}

export function topics(given: TopicReference[]): HTMLElement | null {
  return given.length === 0
    ? null
    : element("p", { class: "topics" }, given.map((topic) => element("a", { href: topicAddress(topic.slug) }, topic.name)));
}

function founder(person: FounderReference): HTMLElement {
  return element("a", { href: founderAddress(person.slug) }, person.name);
}

/** A reason in words, or null where this reader does not know its kind. */
function reason(given: Reason): string | null {
  switch (given.kind) {
    case "sharedTerms":
      return `Also about ${given.terms?.slice(0, 3).join(", ")}`;
    case "sameFounder":
      return `More of ${given.founder?.name}`;
    case "sharedTopic":
      return `Also filed under ${given.topics?.map((topic) => topic.name).join(", ")}`;
    case "similarTakeaway":
      return "Teaches the same lesson";
    case "recent":
      return "New in the library";
    default:
      return null;
  }
}

/** The day as the publisher means it, wherever the reader is. */
function date(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en", { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" });
}
