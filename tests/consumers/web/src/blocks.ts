import type { Block, Image, Section, Span } from "../../generated/contract.js";
import { element } from "./element.js";

const marks: Record<string, "em" | "strong" | "code" | "s" | "mark"> = {
  emphasis: "em",
  strong: "strong",
  code: "code",
  strikethrough: "s",
  highlight: "mark",
};

const drawings: Record<string, (block: Block) => HTMLElement> = {
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

/** An act: its label and title, then its blocks. A block of a type that this reader does not know is skipped. */
export function section(section: Section): HTMLElement {
  return element(
    "section",
    { id: section.anchor, class: "act" },
    (section.label || section.title) &&
      element("h2", {}, section.label && element("span", { class: "label" }, section.label), section.label && section.title ? " " : null, section.title),
    section.blocks.map((block) => drawings[block.type]?.(block)),
  );
}

/** Text in its styles and links; a mark that this reader does not know is skipped. */
export function spans(given: Span[] | null): Node[] {
  return (given ?? []).map((span) => {
    const known = span.marks.map((mark) => marks[mark]).filter((tag) => tag !== undefined);
    const styled = known.reduceRight<Node>((inner, tag) => element(tag, {}, inner), text(span.text));
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

/** A newline in a span is a line break. */
function text(content: string): Node {
  const fragment = document.createDocumentFragment();
  content.split("\n").forEach((line, index) => fragment.append(...(index > 0 ? [element("br"), line] : [line])));
  return fragment;
}
