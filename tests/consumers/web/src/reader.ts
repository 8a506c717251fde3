import { api, ProblemError, unwrap } from "./api.js";
import { element, type Child } from "./element.js";
import { founderPage, listPage, problemPage } from "./pages.js";
import { searchPage } from "./search.js";
import { storyPage } from "./story.js";

export interface Page {
  title: string;
  content: Child[];
  /** The current path of the page, if it can differ from the requested one. */
  path?: string;
}

const main = document.querySelector("main")!;
const searchForm = document.querySelector<HTMLFormElement>("form.find")!;
const searchInput = searchForm.querySelector("input")!;

let shownPath = "";

const routes: [RegExp, (name: string, query: URLSearchParams) => Promise<Page>][] = [
  [/^\/$/, () => listPage()],
  [/^\/topics\/([^/]+)$/, (topic) => listPage(topic)],
  [/^\/stories\/([^/]+)$/, (slug) => storyPage(slug)],
  [/^\/founders\/([^/]+)$/, (slug) => founderPage(slug)],
  [/^\/search$/, (_, query) => searchPage(query)],
];

async function load(url: URL): Promise<Page> {
  for (const [pattern, render] of routes) {
    const match = pattern.exec(url.pathname);
    if (match) {
      return render(decodeURIComponent(match[1] ?? ""), url.searchParams);
    }
  }

  throw new ProblemError({ title: "There is no such page", detail: `${url.pathname} is not an address of this site.`, status: 404 });
}

/** Renders the page of a URL, unless the reader has navigated elsewhere in the meantime. */
async function show(url: URL): Promise<void> {
  main.setAttribute("aria-busy", "true");
  const rendered = await load(url).catch((error: unknown) => {
    if (error instanceof ProblemError) {
      return problemPage(error);
    }

    throw error;
  });
  if (url.href !== location.href) {
    return;
  }

  if (rendered.path && rendered.path !== url.pathname) {
    history.replaceState(null, "", rendered.path + url.search + url.hash);
  }

  shownPath = location.pathname + location.search;
  document.title = `${rendered.title} · Founder Stories`;
  searchInput.value = url.searchParams.get("q") ?? "";
  main.replaceChildren(element("div", { class: "page" }, rendered.content));
  main.removeAttribute("aria-busy");
  scrollToTarget(url);
}

/** Scrolls to the fragment of the URL, or to the top. Moves the focus, so that screen readers announce the new page. */
function scrollToTarget(url: URL): void {
  const target = url.hash && document.getElementById(decodeURIComponent(url.hash.slice(1)));
  if (target) {
    target.scrollIntoView();
    target.classList.add("arrived");
  } else {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
}

function navigate(path: string): void {
  history.pushState(null, "", path);
  void show(new URL(location.href));
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const opensElsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;
  if (!link || opensElsewhere || link.origin !== location.origin || (link.hash && link.pathname === location.pathname)) {
    return;
  }

  event.preventDefault();
  navigate(link.href);
});

searchForm.addEventListener("submit", (event) => {
  event.preventDefault();
  navigate(`/search?${new URLSearchParams({ q: searchInput.value })}`);
});

searchInput.addEventListener("input", async () => {
  const q = searchInput.value.trim();
  const { items } = q ? await unwrap(api.GET("/v1/suggest", { params: { query: { q } } })) : { items: [] };
  if (q === searchInput.value.trim()) {
    searchInput.list!.replaceChildren(...items.map((item) => element("option", { value: item.text })));
  }
});

addEventListener("popstate", () => {
  if (shownPath !== location.pathname + location.search) {
    void show(new URL(location.href)); // otherwise only the fragment changes, and the browser scrolls by itself
  }
});
void show(new URL(location.href));
