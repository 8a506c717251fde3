export type Child = Node | string | null | undefined | Child[];

/** An element with its attributes and children; attributes and children that are null are left out. Text is only ever text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | number | boolean | null> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }

  made.append(...children.flat(3).filter((child) => child instanceof Node || typeof child === "string"));
  return made;
}
