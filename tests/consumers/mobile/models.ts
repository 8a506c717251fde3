import { readFileSync } from "node:fs";
import { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype, type LanguageName } from "quicktype-core";

type Schema = { [member: string]: unknown };

export const openApi30 = JSON.parse(readFileSync(new URL("../../../../openapi/content-api.v1-openapi3.0.json", import.meta.url), "utf8")) as {
  openapi: string;
  components: { schemas: Record<string, Schema> };
};

/** Generates the models of the contract in a language with quicktype. */
export async function models(lang: LanguageName, rendererOptions: Record<string, string>): Promise<string> {
  const schemas = new JSONSchemaInput(new FetchingJSONSchemaStore());
  await schemas.addSource({ name: "contract", uris: ["#/definitions/"], schema: JSON.stringify({ definitions: toJsonSchema(openApi30.components.schemas) }) });
  const inputData = new InputData();
  inputData.addInput(schemas);
  return (await quicktype({ lang, inputData, rendererOptions, inferMaps: false })).lines.join("\n");
}

/**
 * Converts an OpenAPI 3.0 schema to JSON Schema. OpenAPI 3.0 has another location for definitions, uses `nullable` instead of a union with
 * null, and wraps a reference that has its own description in an `allOf`. A nullable reference is a `oneOf` with an enum of null.
 */
function toJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(toJsonSchema);
  }

  if (typeof schema !== "object" || schema === null) {
    return typeof schema === "string" ? schema.replace(/^#\/components\/schemas\//, "#/definitions/") : schema;
  }

  if ("enum" in schema && Array.isArray(schema.enum) && schema.enum.every((value) => value === null)) {
    return { type: "null" };
  }

  const { nullable, ...rest } = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, toJsonSchema(value)]));
  const parts = rest["allOf"] as Schema[] | undefined;
  const unwrapped = parts?.length === 1 ? parts[0]! : rest;
  return nullable !== true ? unwrapped : typeof unwrapped["type"] === "string" ? { ...unwrapped, type: [unwrapped["type"], "null"] } : { oneOf: [unwrapped, { type: "null" }] };
}
