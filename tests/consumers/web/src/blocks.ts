import type { Block, Image, KnownBlockType, KnownMark, Section, Span, Table, TableRow } from "../../generated/contract.js";
import { element } from "./element.js";

/** The tag of each mark. The types `Known…` make sure that none is forgotten when the contract adds one. */
const tagsByMark: Record<KnownMark, "em" | "strong" | "code" | "s" | "mark"> = {
  emphasis: "em",
  strong: "strong",
  code: "code",
  strikethrough: "s",
  highlight: "mark",
};

const renderers: Record<KnownBlockType, (block: Block) => HTMLElement> = {
  paragraph: (block) => element("p", { id: block.id }, spans(block.spans)),
  heading: (block) => element(`h${block.level ?? 3}` as "h3", { id: block.id }, spans(block.spans)),
  quote: (block) =>
    element("blockquote", { id: block.id }, element("p", {}, spans(block.spans)), block.cite && element("cite", {}, block.cite)),
  list: (block) =>
    element(block.ordered ? "ol" : "ul", { id: block.id }, (block.items ?? []).map((item) => element("li", {}, spans(item.spans), blocks(item.children)))),
  image: (block) => element("div", { id: block.id }, block.image && figure(block.image, block.href)),
  code: (block) => element("pre", { id: block.id, tabindex: 0 }, element("code", { "data-language": block.language }, block.text ?? "")),
  divider: (block) => element("hr", { id: block.id }),
  table: (block) => element("div", { id: block.id, class: "table" }, block.table && table(block.table)),
  // A reader that trusts the provider could show `embed.url` in a frame instead.
  embed: (block) => element("p", { id: block.id, class: "embed" }, block.embed && element("a", { href: block.embed.fallback }, block.embed.title ?? block.embed.fallback)),
  footnotes: (block) =>
    element("ul", { id: block.id, class: "footnotes" }, (block.notes ?? []).map((note) => element("li", { id: note.anchor }, element("span", { class: "label" }, note.label), blocks(note.blocks)))),
};

/** Renders blocks. Skips blocks of unknown types. */
function blocks(blocks: Block[]): (HTMLElement | undefined)[] {
  return blocks.map((block) => renderers[block.type as KnownBlockType]?.(block));
}

function table({ alignments, header, rows }: Table): HTMLElement {
  const row = (tag: "th" | "td", { cells }: TableRow) =>
    element("tr", {}, cells.map((cell, column) => element(tag, { "data-align": alignments[column] ?? "none" }, spans(cell.spans))));
  return element("table", {}, element("thead", {}, row("th", header)), element("tbody", {}, rows.map((cells) => row("td", cells))));
}

/** Renders a section: its label and title, then its blocks. */
export function section(section: Section): HTMLElement {
  return element(
    "section",
    { id: section.anchor, class: "act" },
    (section.label || section.title) &&
      element("h2", {}, section.label && element("span", { class: "label" }, section.label), section.label && section.title ? " " : null, section.title),
    blocks(section.blocks),
  );
}

/** Renders text with its styles and links. Skips unknown marks. */
export function spans(spans: Span[] | null): Node[] {
  return (spans ?? []).map((span) => {
    const tags = span.marks.map((mark) => tagsByMark[mark as KnownMark]).filter((tag) => tag !== undefined);
    const styled = tags.reduceRight<Node>((inner, tag) => element(tag, {}, inner), text(span.text));
    return span.href ? element("a", { href: span.href }, styled) : styled;
  });
}

export function figure(image: Image, href: string | null = null): HTMLElement {
  const picture = element("img", { src: image.url, alt: image.alt ?? "", width: image.width, height: image.height });
  return element(
    "figure",
    {},
    href ? element("a", { href }, picture) : picture,
    (image.caption || image.credit) &&
      element("figcaption", {}, image.caption, image.caption && image.credit ? " " : null, image.credit && element("small", {}, image.credit)),
  );
}

/** Renders newlines as line breaks. */
function text(content: string): Node {
  const fragment = document.createDocumentFragment();
  content.split("\n").forEach((line, index) => fragment.append(...(index > 0 ? [element("br"), line] : [line])));
  return fragment;
}
