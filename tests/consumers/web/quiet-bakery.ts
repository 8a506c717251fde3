import type { StoryDocumentInput } from "../generated/contract.js";

/** A story with each type of block, each mark, images, and a recommendation of an announced story. */
export const quietBakery = (images: string): StoryDocumentInput => ({
  title: "The Quiet Bakery",
  dek: "Four hundred loaves that nobody had ordered, and what they taught a baker in Malmö about asking.",
  byline: "The Morning Desk",
  publishedAt: "2025-11-03T06:00:00Z",
  topics: ["Craft", "Persistence"],
  language: "en",
  rights: {
    license: "CC-BY-4.0",
    copyrightHolder: "The Morning Desk",
    attribution: { text: "First published by The Morning Desk.", url: "https://stories.example.com/republish" },
  },
  founder: {
    slug: "nora-lind",
    name: "Nora Lind",
    bio: "Nora Lind bakes in Malmö. She opened her first bakery behind a wall with no window, and her second one across the street.",
    image: { url: `${images}/nora.svg`, alt: "Nora Lind in an apron", width: 400, height: 400 },
  },
  image: {
    url: `${images}/bakery.svg`,
    alt: "A bakery with one lit window before sunrise",
    width: 1200,
    height: 630,
    caption: "The first window, cut in the second winter.",
    credit: "Drawing: The Morning Desk",
  },
  takeaways: [
    { statement: "Bake before they ask.", explanation: "People follow their nose. An order is the end of a story that began with a smell on the stairs." },
    { statement: "Write down what was left over.", explanation: "The list of unsold loaves was the only market research that the street would ever give her." },
    { statement: "A wall is a decision that somebody made." },
  ],
  recommendations: [
    { slug: "the-no-that-drew-a-map" },
    { slug: "the-patent-she-wrote-herself" },
    { slug: "five-thousand-tries-at-a-clean-floor" },
    { slug: "the-second-oven", title: "The Second Oven", dek: "What it was for, and who paid.", founder: { slug: "nora-lind", name: "Nora Lind" }, readingMinutes: 7 },
  ],
  body: `## Prologue: A Warm Wall

The oven stood against the neighbours' wall, and in the first winter the neighbours were *her only customers*. They did not come for bread. They came to say that the wall was **warm**, and whether it could ~~please stop~~ be warm on Sundays too.

## Act I: Four Hundred Loaves

Nora Lind baked for the street that she had imagined: a school, two offices, a tram stop. None of them knew that she was there. On the first morning she made four hundred loaves, because *the oven was **that** large*, and sold nine.

> Nobody is against your bread. Nobody has been asked.
>
> — The landlord

What she did with the rest is the part that people remember:

1. She gave a hundred to the tram drivers, who drove past every door in the city.
2. She left a hundred on the stairs, still hot, with [the address](https://bakery.example.com/) in the bag.
3. She wrote down what came back.

### The Ledger

Every evening she noted one line in \`ledger.txt\`, and the lines became a plan. It reads like the file of objections in [the story of a map](/stories/the-no-that-drew-a-map).

\`\`\`text
Monday     400 baked     9 sold   391 given away
Tuesday    200 baked    48 sold   152 given away
Friday     180 baked   177 sold     3 kept for the drivers
\`\`\`

---

[![The plan of the bakery, with the window drawn in](${images}/plan.svg "The plan, with the window drawn in.")](https://bakery.example.com/plan)

## Act II: The Window

- A window costs as much as three ovens.
- It sells as much as six:
  - three in summer,
  - three in winter.
- Nobody had asked the landlord, who had always wanted one.

| Month | Loaves sold |
|:------|------------:|
| March | 1,210       |
| April | 4,380       |

The wall came down on a Tuesday.${"  "}
By Friday there was a queue.

## Epilogue

She still bakes before anyone asks. The ledger has a column now for what people say when they smell it.`,
});
