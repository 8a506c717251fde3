import { readFileSync } from "node:fs";
import { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype, type LanguageName } from "quicktype-core";

type Schema = { [member: string]: unknown };

export const twin = JSON.parse(readFileSync(new URL("../../../../openapi/content-api.v1-openapi3.0.json", import.meta.url), "utf8")) as {
  openapi: string;
  components: { schemas: Record<string, Schema> };
};

/** Models of the contract's schemas in a language, as quicktype writes them. */
export async function models(lang: LanguageName, rendererOptions: Record<string, string>): Promise<string> {
  const schemas = new JSONSchemaInput(new FetchingJSONSchemaStore());
  await schemas.addSource({ name: "contract", uris: ["#/definitions/"], schema: JSON.stringify({ definitions: jsonSchema(twin.components.schemas) }) });
  const inputData = new InputData();
  inputData.addInput(schemas);
  return (await quicktype({ lang, inputData, rendererOptions, inferMaps: false })).lines.join("\n");
}

/**
 * OpenAPI 3.0 keeps its definitions elsewhere than JSON Schema, says `nullable` instead of a union with null, and wraps a reference
 * that has a description of its own in an `allOf` or `oneOf`.
 */
function jsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(jsonSchema);
  }

  if (typeof schema !== "object" || schema === null) {
    return typeof schema === "string" ? schema.replace(/^#\/components\/schemas\//, "#/definitions/") : schema;
  }

  const { nullable, ...rest } = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, jsonSchema(value)]));
  const parts = (rest["allOf"] ?? rest["oneOf"]) as Schema[] | undefined;
  const wrapped = parts?.length === 1 ? parts[0]! : rest;
  return nullable !== true ? wrapped : typeof wrapped["type"] === "string" ? { ...wrapped, type: [wrapped["type"], "null"] } : { oneOf: [wrapped, { type: "null" }] };
}
