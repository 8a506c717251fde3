import { answered, api, ProblemError } from "./api.js";
import { element, type Child } from "./element.js";
import { founderPage, listPage, problemPage } from "./pages.js";
import { searchPage } from "./search.js";
import { storyPage } from "./story.js";

export interface Page {
  title: string;
  content: Child[];
  /** The address that the page has today, where it may be another one than was asked for. */
  address?: string;
}

const main = document.querySelector("main")!;
const find = document.querySelector<HTMLFormElement>("form.find")!;
const words = find.querySelector("input")!;

let shown = "";

const routes: [RegExp, (name: string, query: URLSearchParams) => Promise<Page>][] = [
  [/^\/$/, () => listPage()],
  [/^\/topics\/([^/]+)$/, (topic) => listPage(topic)],
  [/^\/stories\/([^/]+)$/, (slug) => storyPage(slug)],
  [/^\/founders\/([^/]+)$/, (slug) => founderPage(slug)],
  [/^\/search$/, (_, query) => searchPage(query)],
];

async function page(at: URL): Promise<Page> {
  for (const [pattern, draw] of routes) {
    const match = pattern.exec(at.pathname);
    if (match) {
      return draw(decodeURIComponent(match[1] ?? ""), at.searchParams);
    }
  }

  throw new ProblemError({ title: "There is no such page", detail: `${at.pathname} is not an address of this site.`, status: 404 });
}

/** Draws the page of an address, unless the reader has gone on before it came. */
async function show(at: URL): Promise<void> {
  main.setAttribute("aria-busy", "true");
  const drawn = await page(at).catch((error: unknown) => {
    if (error instanceof ProblemError) {
      return problemPage(error);
    }

    throw error;
  });
  if (at.href !== location.href) {
    return;
  }

  if (drawn.address && drawn.address !== at.pathname) {
    history.replaceState(null, "", drawn.address + at.search + at.hash);
  }

  shown = location.pathname + location.search;
  document.title = `${drawn.title} · Founder Stories`;
  words.value = at.searchParams.get("q") ?? "";
  main.replaceChildren(element("div", { class: "page" }, drawn.content));
  main.removeAttribute("aria-busy");
  arrive(at);
}

/** To the passage that the address names, or to the top; readers of the screen hear the new page. */
function arrive(at: URL): void {
  const target = at.hash && document.getElementById(decodeURIComponent(at.hash.slice(1)));
  if (target) {
    target.scrollIntoView();
    target.classList.add("arrived");
  } else {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
}

function go(to: string): void {
  history.pushState(null, "", to);
  void show(new URL(location.href));
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;
  if (!link || elsewhere || link.origin !== location.origin || (link.hash && link.pathname === location.pathname)) {
    return;
  }

  event.preventDefault();
  go(link.href);
});

find.addEventListener("submit", (event) => {
  event.preventDefault();
  go(`/search?${new URLSearchParams({ q: words.value })}`);
});

words.addEventListener("input", async () => {
  const q = words.value.trim();
  const { items } = q ? await answered(api.GET("/v1/suggest", { params: { query: { q } } })) : { items: [] };
  if (q === words.value.trim()) {
    words.list!.replaceChildren(...items.map((item) => element("option", { value: item.text })));
  }
});

addEventListener("popstate", () => {
  if (shown !== location.pathname + location.search) {
    void show(new URL(location.href)); // else it is another passage of this page, to which the browser goes by itself
  }
});
void show(new URL(location.href));
