import type { Block, Image, Section, Span } from "../../generated/contract.js";
import { element } from "./element.js";

const tagsByMark: Record<string, "em" | "strong" | "code" | "s" | "mark"> = {
  emphasis: "em",
  strong: "strong",
  code: "code",
  strikethrough: "s",
  highlight: "mark",
};

const renderers: Record<string, (block: Block) => HTMLElement> = {
  paragraph: (block) => element("p", { id: block.id }, spans(block.spans)),
  heading: (block) => element(`h${block.level ?? 3}` as "h3", { id: block.id }, spans(block.spans)),
  quote: (block) =>
    element("blockquote", { id: block.id }, element("p", {}, spans(block.spans)), block.cite && element("cite", {}, block.cite)),
  list: (block) =>
    element(block.ordered ? "ol" : "ul", { id: block.id }, (block.items ?? []).map((item) => element("li", {}, spans(item)))),
  image: (block) => element("div", { id: block.id }, block.image && figure(block.image)),
  code: (block) => element("pre", { id: block.id, tabindex: 0 }, element("code", { "data-language": block.language }, block.text ?? "")),
  divider: (block) => element("hr", { id: block.id }),
};

/** Renders a section: its label and title, then its blocks. Skips blocks of unknown types. */
export function section(section: Section): HTMLElement {
  return element(
    "section",
    { id: section.anchor, class: "act" },
    (section.label || section.title) &&
      element("h2", {}, section.label && element("span", { class: "label" }, section.label), section.label && section.title ? " " : null, section.title),
    section.blocks.map((block) => renderers[block.type]?.(block)),
  );
}

/** Renders text with its styles and links. Skips unknown marks. */
export function spans(spans: Span[] | null): Node[] {
  return (spans ?? []).map((span) => {
    const tags = span.marks.map((mark) => tagsByMark[mark]).filter((tag) => tag !== undefined);
    const styled = tags.reduceRight<Node>((inner, tag) => element(tag, {}, inner), text(span.text));
    return span.href ? element("a", { href: span.href }, styled) : styled;
  });
}

export function figure(image: Image): HTMLElement {
  return element(
    "figure",
    {},
    element("img", { src: image.url, alt: image.alt ?? "", width: image.width, height: image.height }),
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
