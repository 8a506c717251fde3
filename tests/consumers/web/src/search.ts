import type { Facet, SearchHit, SearchResults } from "../../generated/contract.js";
import { answered, api } from "./api.js";
import { spans } from "./blocks.js";
import { founderAddress, storyAddress } from "./cards.js";
import { element } from "./element.js";
import type { Page } from "./reader.js";

/** What a query finds: stories, founders and lessons, with the passages in which the words stand. */
export async function searchPage(query: URLSearchParams): Promise<Page> {
  const q = query.get("q") ?? "";
  const found = await answered(
    api.GET("/v1/search", { params: { query: { q, founder: query.get("founder") ?? undefined, topic: query.get("topic") ?? undefined } } }),
  );
  return {
    title: `Search: ${q}`,
    content: [
      element("h1", { class: "heading" }, found.totalCount === 0 ? `Nothing about “${q}”` : `${found.totalCount} about “${q}”`),
      found.didYouMean && element("p", { class: "meant" }, "Did you mean ", element("a", { href: changed(query, "q", found.didYouMean) }, found.didYouMean), "?"),
      facets(found, query),
      element("div", { class: "hits" }, found.items.map(hit)),
    ],
  };
}

function facets({ facets }: SearchResults, query: URLSearchParams): HTMLElement {
  const filter = (name: "founder" | "topic", { value, name: words, count }: Facet) =>
    element(
      "a",
      { href: changed(query, name, value), "aria-current": query.get(name) === value ? "true" : null },
      `${words} `,
      element("small", {}, String(count)),
    );
  return element(
    "nav",
    { class: "facets", "aria-label": "Narrow down" },
    facets.founders.map((facet) => filter("founder", facet)),
    facets.topics.map((facet) => filter("topic", facet)),
  );
}

/** A hit of a type that this reader does not know is skipped. */
function hit({ type, story, founder, takeaway, highlights }: SearchHit): HTMLElement | null {
  const [kind, name, address] = story
    ? ["Story", story.title, storyAddress(story.slug)]
    : founder
      ? ["Founder", founder.name, founderAddress(founder.slug)]
      : takeaway?.story
        ? [`Lesson of ${takeaway.story.title}`, takeaway.statement, `${storyAddress(takeaway.story.slug)}#${takeaway.id}`]
        : [];
  return kind && name && address
    ? element(
        "article",
        { class: "hit", "data-type": type },
        element("p", { class: "kicker" }, kind),
        element("h3", {}, element("a", { href: address }, name)),
        highlights.map(({ blockId, spans: words }) =>
          element("p", { class: "passage" }, element("a", { href: blockId ? `${address}#${blockId}` : address }, spans(words)))),
      )
    : null;
}

const changed = (query: URLSearchParams, name: string, value: string) => `/search?${new URLSearchParams({ ...Object.fromEntries(query), [name]: value })}`;
