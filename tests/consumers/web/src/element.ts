export type Child = Node | string | null | undefined | Child[];

/** Creates an element with attributes and children. Leaves out null values. Never parses text as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | number | boolean | null> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) {
      created.setAttribute(name, value === true ? "" : String(value));
    }
  }

  created.append(...children.flat(3).filter((child) => child instanceof Node || typeof child === "string"));
  return created;
}
