import type { Facet, SearchHit, SearchResults } from "../../generated/contract.js";
import { api, unwrap } from "./api.js";
import { spans } from "./blocks.js";
import { founderPath, storyPath } from "./cards.js";
import { element } from "./element.js";
import type { Page } from "./reader.js";

/** The results of a query: stories, founders and takeaways, with the passages that match. */
export async function searchPage(query: URLSearchParams): Promise<Page> {
  const q = query.get("q") ?? "";
  const results = await unwrap(
    api.GET("/v1/search", { params: { query: { q, founder: query.get("founder") ?? undefined, topic: query.get("topic") ?? undefined } } }),
  );
  return {
    title: `Search: ${q}`,
    content: [
      element("h1", { class: "heading" }, results.totalCount === 0 ? `Nothing about “${q}”` : `${results.totalCount} about “${q}”`),
      results.didYouMean && element("p", { class: "meant" }, "Did you mean ", element("a", { href: searchPath(query, "q", results.didYouMean) }, results.didYouMean), "?"),
      facets(results, query),
      element("div", { class: "hits" }, results.items.map(hit)),
    ],
  };
}

function facets({ facets }: SearchResults, query: URLSearchParams): HTMLElement {
  const filter = (name: "founder" | "topic", { value, name: label, count }: Facet) =>
    element(
      "a",
      { href: searchPath(query, name, value), "aria-current": query.get(name) === value ? "true" : null },
      `${label} `,
      element("small", {}, String(count)),
    );
  return element(
    "nav",
    { class: "facets", "aria-label": "Narrow down" },
    facets.founders.map((facet) => filter("founder", facet)),
    facets.topics.map((facet) => filter("topic", facet)),
  );
}

/** Renders a hit, or returns null for an unknown type. */
function hit({ type, story, founder, takeaway, highlights }: SearchHit): HTMLElement | null {
  const [kind, name, path] = story
    ? ["Story", story.title, storyPath(story.slug)]
    : founder
      ? ["Founder", founder.name, founderPath(founder.slug)]
      : takeaway
        ? [`Lesson of ${takeaway.story.title}`, takeaway.statement, `${storyPath(takeaway.story.slug)}#${takeaway.id}`]
        : [];
  return kind && name && path
    ? element(
        "article",
        { class: "hit", "data-type": type },
        element("p", { class: "kicker" }, kind),
        element("h3", {}, element("a", { href: path }, name)),
        highlights.map(({ blockId, spans: passage }) =>
          element("p", { class: "passage" }, element("a", { href: blockId ? `${path}#${blockId}` : path }, spans(passage)))),
      )
    : null;
}

const searchPath = (query: URLSearchParams, name: string, value: string) => `/search?${new URLSearchParams({ ...Object.fromEntries(query), [name]: value })}`;
