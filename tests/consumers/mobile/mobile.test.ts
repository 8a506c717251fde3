import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { Language, Parser } from "web-tree-sitter";
import { models, openApi30 } from "./models.js";

const resolve = createRequire(import.meta.url).resolve;
const packageFolder = (name: string) => dirname(resolve(`${name}/package.json`));
const hasJava = spawnSync("java", ["-version"]).status === 0;

const languages = [
  { name: "swift", options: { "acronym-style": "camel" }, type: /^(?:struct|class|enum) (\w+)/gm, optional: "let founder: FounderReference?" },
  { name: "kotlin", options: { framework: "just-types", "acronym-style": "camel" }, type: /^(?:data class|enum class|sealed class) (\w+)/gm, optional: "val founder: FounderReference? = null" },
  { name: "dart", options: { "null-safety": "true" }, type: /^(?:class|enum) (\w+)/gm, optional: "FounderReference? founder;" },
] as const;

/** The types that quicktype adds to the models. */
const helperTypes = /^(enumvalues|json(any|codingkey|null))$/;

test("the OpenAPI 3.0 version of the contract declares version 3.0", () => assert.match(openApi30.openapi, /^3\.0\.\d$/));

for (const { name, options, type, optional } of languages) {
  test(`${name} models contain each schema of the contract once and parse without errors`, async () => {
    const source = await models(name, options);

    const names = [...source.matchAll(type)].map((match) => match[1]!.toLowerCase()).filter((type) => !helperTypes.test(type));
    const schemas = Object.entries(openApi30.components.schemas).filter(([, schema]) => schema["type"] === "object" || "enum" in schema).map(([schema]) => schema.toLowerCase());
    assert.deepEqual(
      { unknown: names.filter((type) => !schemas.includes(type)), missing: schemas.filter((schema) => !names.includes(schema)), duplicate: names.filter((type, index) => names.indexOf(type) < index) },
      { unknown: [], missing: [], duplicate: [] },
    );
    assert.ok(source.includes(optional), `"${optional}" is missing`);
    assert.deepEqual(await syntaxErrors(name, source), []);
  });
}

test("Kotlin models compile without warnings", { skip: hasJava ? false : "Java is not installed" }, async () => {
  const work = mkdtempSync(join(tmpdir(), "kotlin-"));
  try {
    writeFileSync(join(work, "Models.kt"), await models("kotlin", languages[1].options));
    execFileSync(join(packageFolder("kotlin-compiler"), "bin/kotlinc"), ["-Werror", "-no-reflect", "-d", join(work, "models.jar"), join(work, "Models.kt")], { stdio: "pipe" });
  } finally {
    rmSync(work, { recursive: true });
  }
});

/** Returns the lines that the grammar of the language cannot parse. */
async function syntaxErrors(language: string, source: string): Promise<string[]> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(join(packageFolder("@cursorless/tree-sitter-wasms"), `out/tree-sitter-${language}.wasm`)));
  const { rootNode } = parser.parse(source)!;
  return rootNode.hasError
    ? ["syntax errors", ...rootNode.descendantsOfType("ERROR").map((node) => `line ${node!.startPosition.row + 1}: ${node!.text.slice(0, 80)}`)]
    : [];
}
