import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { Language, Parser } from "web-tree-sitter";
import { models, twin } from "./models.js";

const resolve = createRequire(import.meta.url).resolve;
const folder = (name: string) => dirname(resolve(`${name}/package.json`));
const java = spawnSync("java", ["-version"]).status === 0;

const languages = [
  { name: "swift", options: { "acronym-style": "camel" }, type: /^(?:struct|class|enum) (\w+)/gm, optional: "let founder: FounderReference?" },
  { name: "kotlin", options: { framework: "just-types", "acronym-style": "camel" }, type: /^(?:data class|enum class|sealed class) (\w+)/gm, optional: "val founder: FounderReference? = null" },
  { name: "dart", options: { "null-safety": "true" }, type: /^(?:class|enum) (\w+)/gm, optional: "FounderReference? founder;" },
] as const;

/** What quicktype adds to the models of a language. */
const helpers = /^(enumvalues|json(any|codingkey|null))$/;

test("the twin is OpenAPI 3.0, for generators that read nothing else", () => assert.match(twin.openapi, /^3\.0\.\d$/));

for (const { name, options, type, optional } of languages) {
  test(`${name} models have the names of the contract, each once, and parse`, async () => {
    const source = await models(name, options);

    const names = [...source.matchAll(type)].map((match) => match[1]!.toLowerCase()).filter((made) => !helpers.test(made));
    const schemas = Object.entries(twin.components.schemas).filter(([, schema]) => schema["type"] === "object" || "enum" in schema).map(([schema]) => schema.toLowerCase());
    assert.deepEqual(
      { invented: names.filter((made) => !schemas.includes(made)), missing: schemas.filter((schema) => !names.includes(schema)), twice: names.filter((made, at) => names.indexOf(made) < at) },
      { invented: [], missing: [], twice: [] },
    );
    assert.ok(source.includes(optional), `nothing says "${optional}"`);
    assert.deepEqual(await faults(name, source), []);
  });
}

test("Kotlin compiles the models, warnings as errors", { skip: java ? false : "there is no Java" }, async () => {
  const work = mkdtempSync(join(tmpdir(), "kotlin-"));
  try {
    writeFileSync(join(work, "Models.kt"), await models("kotlin", languages[1].options));
    execFileSync(join(folder("kotlin-compiler"), "bin/kotlinc"), ["-Werror", "-no-reflect", "-d", join(work, "models.jar"), join(work, "Models.kt")], { stdio: "pipe" });
  } finally {
    rmSync(work, { recursive: true });
  }
});

/** The lines that a grammar of the language does not understand. */
async function faults(language: string, source: string): Promise<string[]> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(join(folder("@cursorless/tree-sitter-wasms"), `out/tree-sitter-${language}.wasm`)));
  const { rootNode } = parser.parse(source)!;
  return rootNode.hasError
    ? ["something that is no code", ...rootNode.descendantsOfType("ERROR").map((node) => `line ${node!.startPosition.row + 1}: ${node!.text.slice(0, 80)}`)]
    : [];
}
