using System.Text.Json.Nodes;

namespace ContentApi.Tests.Compatibility;

/// <summary>Checks that each kind of breaking change is reported, and that additive changes are not.</summary>
public sealed class ContractComparerTests
{
    private const string Contract = """
        {
          "servers": [{ "url": "/" }],
          "paths": {
            "/v1/things/{id}": {
              "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "maxLength": 10 } }],
              "put": {
                "operationId": "saveThing",
                "tags": ["Things"],
                "security": [{ "bearer": ["write"] }, { "apiKey": [] }],
                "parameters": [
                  { "name": "sort", "in": "query", "schema": { "type": "string", "enum": ["up", "down"], "default": "up", "x-enum-varnames": ["Up", "Down"] } },
                  { "name": "tags", "in": "query", "style": "form", "explode": false, "allowReserved": true, "schema": { "type": "array", "maxItems": 5, "items": { "type": "string" } } },
                  { "name": "step", "in": "query", "schema": { "type": "integer", "multipleOf": 2 } },
                  { "name": "part", "in": "query", "content": { "application/json": { "schema": { "type": "object" } } } }
                ],
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/ThingInput" } } } },
                "responses": {
                  "200": {
                    "headers": { "ETag": { "required": true, "schema": { "type": "string" } } },
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } },
                    "links": { "self": { "operationId": "getThing" } }
                  },
                  "404": { "$ref": "#/components/responses/NotFound" }
                }
              },
              "patch": {
                "operationId": "patchThing",
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/ThingInput" } }, "multipart/form-data": { "schema": { "type": "object" }, "encoding": { "file": { "contentType": "text/plain" } } } } },
                "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } } }
              },
              "get": { "operationId": "getThing", "tags": ["Things", "Public"], "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } } } }
            }
          },
          "components": {
            "securitySchemes": {
              "bearer": { "type": "http", "scheme": "bearer" },
              "apiKey": { "type": "apiKey", "in": "header", "name": "X-Api-Key" },
              "login": { "type": "oauth2", "flows": { "clientCredentials": { "tokenUrl": "/token", "scopes": { "write": "Write" } } } }
            },
            "responses": { "NotFound": { "content": { "application/problem+json": { "schema": { "type": "object" } } } } },
            "schemas": {
              "Thing": {
                "type": "object", "required": ["name", "size", "kind", "parent", "owner", "keeper", "shape"],
                "properties": {
                  "name": { "type": ["null", "string"], "maxLength": 200 }, "size": { "type": "integer", "format": "int32", "minimum": 1, "maximum": 10 }, "kind": { "type": "string", "enum": ["a", "b"] },
                  "title": { "type": "string" }, "parent": { "oneOf": [{ "$ref": "#/components/schemas/Thing" }, { "type": "null" }] }, "tags": { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "type": "string" } },
                  "owner": { "$ref": "#/components/schemas/Person" }, "keeper": { "$ref": "#/components/schemas/Person" },
                  "mood": { "anyOf": [{ "type": "string", "enum": ["calm", "wild"] }, { "type": "string" }] },
                  "shape": { "oneOf": [{ "$ref": "#/components/schemas/Circle" }, { "$ref": "#/components/schemas/Square" }], "discriminator": { "propertyName": "form", "mapping": { "circle": "#/components/schemas/Circle" } } },
                  "labels": { "type": "object", "additionalProperties": { "type": "string" } }, "unit": { "type": "string", "const": "mm" }
                }
              },
              "Unused": { "type": "object" },
              "Person": { "type": "object", "additionalProperties": false, "properties": { "name": { "type": "string" } } },
              "Circle": { "type": "object", "required": ["form"], "properties": { "form": { "type": "string" } } },
              "Square": { "allOf": [{ "$ref": "#/components/schemas/Circle" }, { "type": "object", "required": ["side"], "properties": { "side": { "type": "number" } } }] },
              "ThingInput": {
                "type": "object", "required": ["name"], "additionalProperties": true,
                "properties": {
                  "name": { "type": "string" }, "size": { "type": ["null", "integer"], "maximum": 10, "minimum": 1 }, "note": { "type": "string" },
                  "shape": { "oneOf": [{ "$ref": "#/components/schemas/Circle" }, { "$ref": "#/components/schemas/Square" }, { "type": "string" }] }
                }
              }
            }
          }
        }
        """;

    [Theory]
    [InlineData("operation-removed", "/v1/things/{id}", "get", null)]
    [InlineData("operation-removed", "", "/v1/things/{id}", null)]
    [InlineData("operation-id", "/v1/things/{id} get", "operationId", "\"readThing\"")]
    [InlineData("operation-tag", "/v1/things/{id} get", "tags", """["Objects"]""")]
    [InlineData("operation-tag", "/v1/things/{id} get", "tags", """["Public","Things"]""")]
    [InlineData("server-removed", "#", "servers", """[{"url":"/api"}]""")]
    [InlineData("server-removed", "/v1/things/{id}", "servers", """[{"url":"https://other.example"}]""")]
    [InlineData("key-needed", "/v1/things/{id} get", "security", """[{"bearer":[]}]""")]
    [InlineData("security-changed", "/v1/things/{id} put", "security", """[{"bearer":["write"]}]""")]
    [InlineData("security-changed", "/v1/things/{id} put", "security", """[{"bearer":["write","publish"]},{"apiKey":[]}]""")]
    [InlineData("security-scheme-removed", "#components securitySchemes", "apiKey", null)]
    [InlineData("security-scheme-changed", "#components securitySchemes apiKey", "name", "\"X-Key\"")]
    [InlineData("security-scheme-changed", "#components securitySchemes bearer", "scheme", "\"basic\"")]
    [InlineData("security-scheme-changed", "#components securitySchemes login flows clientCredentials", "scopes", "{}")]
    [InlineData("schema-removed", "#components schemas", "Unused", null)]
    [InlineData("response-schema-renamed", "#components schemas Thing properties owner", "$ref", "\"#/components/schemas/Circle\"")]
    [InlineData("response-schema-renamed", "/v1/things/{id} get responses 200 content application/json", "schema", """{"type":"object"}""")]
    [InlineData("parameter-removed", "/v1/things/{id} put parameters", "0", null)]
    [InlineData("parameter-removed", "/v1/things/{id}", "parameters", null)]
    [InlineData("parameter-removed", "/v1/things/{id} put parameters 0", "name", "\"order\"")]
    [InlineData("parameter-removed", "/v1/things/{id} put parameters 0", "in", "\"header\"")]
    [InlineData("input-required", "/v1/things/{id} put parameters", "+", """{"name":"why","in":"query","required":true,"schema":{"type":"string"}}""")]
    [InlineData("input-required", "/v1/things/{id} put parameters 0", "required", "true")]
    [InlineData("parameter-notation", "/v1/things/{id} put parameters 1", "style", "\"pipeDelimited\"")]
    [InlineData("parameter-notation", "/v1/things/{id} put parameters 1", "explode", "true")]
    [InlineData("parameter-notation", "/v1/things/{id} put parameters 1", "allowReserved", "false")]
    [InlineData("media-type-removed", "/v1/things/{id} put parameters 3 content", "application/json", null)]
    [InlineData("request-default-changed", "/v1/things/{id} put parameters 0 schema", "default", "\"down\"")]
    [InlineData("request-default-changed", "/v1/things/{id} put parameters 0 schema", "default", null)]
    [InlineData("request-value-renamed", "/v1/things/{id} put parameters 0 schema", "x-enum-varnames", """["Ascending","Down"]""")]
    [InlineData("request-bound-narrowed", "/v1/things/{id} put parameters 2 schema", "multipleOf", "4")]
    [InlineData("request-bound-documented", "/v1/things/{id} parameters 0 schema", "multipleOf", "4")]
    [InlineData("request-bound-narrowed", "/v1/things/{id} put parameters 1 schema", "maxItems", "4")]
    [InlineData("input-required", "/v1/things/{id} get", "requestBody", """{"required":true,"content":{}}""")]
    [InlineData("input-required", "/v1/things/{id} patch requestBody", "required", "true")]
    [InlineData("body-removed", "/v1/things/{id} put", "requestBody", null)]
    [InlineData("media-type-removed", "/v1/things/{id} put requestBody content", "application/json", null)]
    [InlineData("encoding-changed", "/v1/things/{id} patch requestBody content multipart/form-data encoding file", "contentType", "\"image/png\"")]
    [InlineData("request-bound-narrowed", "/v1/things/{id} parameters 0 schema", "maxLength", "9")]
    [InlineData("request-bound-documented", "/v1/things/{id} parameters 0 schema", "minLength", "1")]
    [InlineData("request-bound-documented", "/v1/things/{id} parameters 0 schema", "pattern", "\"^a\"")]
    [InlineData("request-bound-documented", "/v1/things/{id} parameters 0 schema", "enum", """["a"]""")]
    [InlineData("request-value-removed", "/v1/things/{id} put parameters 0 schema", "enum", """["up"]""")]
    [InlineData("request-type", "/v1/things/{id} parameters 0 schema", "type", "\"integer\"")]
    [InlineData("request-member-removed", "#components schemas ThingInput properties", "note", null)]
    [InlineData("request-input-required", "#components schemas ThingInput", "required", """["name","note"]""")]
    [InlineData("request-nullability", "#components schemas ThingInput properties size", "type", "\"integer\"")]
    [InlineData("request-closed", "#components schemas ThingInput", "additionalProperties", "false")]
    [InlineData("request-bound-narrowed", "#components schemas ThingInput properties size", "minimum", "2")]
    [InlineData("request-hidden", "#components schemas ThingInput properties note", "readOnly", "true")]
    [InlineData("request-option-removed", "#components schemas ThingInput properties shape oneOf", "1", null)]
    [InlineData("request-keyword-changed", "#components schemas ThingInput", "dependentRequired", """{"note":["size"]}""")]
    [InlineData("status-removed", "/v1/things/{id} put responses", "404", null)]
    [InlineData("status-added", "/v1/things/{id} put responses", "202", """{"content":{}}""")]
    [InlineData("header-removed", "/v1/things/{id} put responses 200 headers", "ETag", null)]
    [InlineData("header-optional", "/v1/things/{id} put responses 200 headers ETag", "required", "false")]
    [InlineData("response-type", "/v1/things/{id} put responses 200 headers ETag schema", "type", "\"integer\"")]
    [InlineData("link-removed", "/v1/things/{id} put responses 200 links", "self", null)]
    [InlineData("media-type-removed", "/v1/things/{id} put responses 200 content", "application/json", null)]
    [InlineData("response-member-removed", "#components schemas Thing properties", "title", null)]
    [InlineData("response-member-removed", "#components schemas Square allOf 1 properties", "side", null)]
    [InlineData("response-member-optional", "#components schemas Thing", "required", """["name","size","kind","owner","keeper","shape"]""")]
    [InlineData("response-nullability", "#components schemas Thing properties title", "type", """["string","null"]""")]
    [InlineData("response-nullability", "#components schemas Thing properties keeper", "$", """{"oneOf":[{"$ref":"#/components/schemas/Person"},{"type":"null"}]}""")]
    [InlineData("response-type", "#components schemas Thing properties size", "type", "\"number\"")]
    [InlineData("response-type", "#components schemas Thing properties tags items", "type", "\"integer\"")]
    [InlineData("response-type", "#components schemas Thing properties tags", "items", null)]
    [InlineData("response-type", "#components schemas Thing properties labels additionalProperties", "type", "\"integer\"")]
    [InlineData("response-type", "#components schemas Thing properties labels", "additionalProperties", null)]
    [InlineData("response-opened", "#components schemas Person", "additionalProperties", "true")]
    [InlineData("response-format-changed", "#components schemas Thing properties size", "format", "\"int64\"")]
    [InlineData("response-bound-widened", "#components schemas Thing properties size", "maximum", "20")]
    [InlineData("response-bound-widened", "#components schemas Thing properties name", "maxLength", null)]
    [InlineData("response-bound-widened", "#components schemas Thing properties tags", "minItems", "0")]
    [InlineData("response-bound-widened", "#components schemas Thing properties tags", "uniqueItems", null)]
    [InlineData("response-value-removed", "#components schemas Thing properties kind", "enum", """["a"]""")]
    [InlineData("response-value-added", "#components schemas Thing properties kind", "enum", """["a","b","c"]""")]
    [InlineData("response-values-opened", "#components schemas Thing properties kind", "enum", null)]
    [InlineData("response-value-removed", "#components schemas Thing properties mood anyOf 0", "enum", """["calm"]""")]
    [InlineData("response-value-added", "#components schemas Thing properties unit", "const", "\"cm\"")]
    [InlineData("response-option-added", "#components schemas Thing properties shape oneOf", "+", """{"$ref":"#/components/schemas/Person"}""")]
    [InlineData("response-discriminator-changed", "#components schemas Thing properties shape discriminator", "propertyName", "\"kind\"")]
    [InlineData("response-hidden", "#components schemas Thing properties title", "writeOnly", "true")]
    public void Reports_a_breaking_change(string kind, string location, string member, string? value)
    {
        var breaking = Change(location, member, value).Where(difference => difference.Breaks).ToList();

        Assert.Contains(kind, breaking.Select(difference => difference.Kind));
    }

    [Theory]
    [InlineData("/v1/things/{id}", "delete", """{"operationId":"deleteThing","responses":{}}""")]
    [InlineData("", "/v1/other", """{"get":{"operationId":"getOther","responses":{}}}""")]
    [InlineData("/v1/things/{id} get", "deprecated", "true")]
    [InlineData("/v1/things/{id} get", "description", "\"Returns a thing.\"")]
    [InlineData("/v1/things/{id} get", "tags", """["Things","Public","New"]""")]
    [InlineData("/v1/things/{id} put", "security", """[{"apiKey":[]},{"bearer":[]}]""")]
    [InlineData("#", "servers", """[{"url":"https://staging.example"},{"url":"/"}]""")]
    [InlineData("#components securitySchemes bearer", "description", "\"A key.\"")]
    [InlineData("#components schemas", "Other", """{"type":"object"}""")]
    [InlineData("/v1/things/{id} put parameters", "+", """{"name":"why","in":"query","schema":{"type":"string"}}""")]
    [InlineData("/v1/things/{id} put parameters 2", "style", "\"form\"")]
    [InlineData("/v1/things/{id} put parameters 2 schema", "multipleOf", "1")]
    [InlineData("/v1/things/{id} put parameters 2 schema", "default", "2")]
    [InlineData("/v1/things/{id} put parameters 1 schema", "maxItems", "6")]
    [InlineData("/v1/things/{id} parameters 0", "example", "\"x\"")]
    [InlineData("/v1/things/{id} parameters 0 schema", "maxLength", "11")]
    [InlineData("/v1/things/{id} parameters 0 schema", "maxLength", null)]
    [InlineData("/v1/things/{id} put parameters 0 schema", "$", """{"type":"string","enum":["up","down","sideways"],"default":"up","x-enum-varnames":["Up","Down","Sideways"]}""")]
    [InlineData("/v1/things/{id} put requestBody", "required", "false")]
    [InlineData("/v1/things/{id} put requestBody content", "application/yaml", """{"schema":{"type":"object"}}""")]
    [InlineData("/v1/things/{id} put responses", "409", """{"content":{}}""")]
    [InlineData("/v1/things/{id} put responses 200 headers", "Link", """{"schema":{"type":"string"}}""")]
    [InlineData("/v1/things/{id} put responses 200 content", "text/html", """{"schema":{"type":"string"}}""")]
    [InlineData("#components schemas Thing properties", "weight", """{"type":"integer"}""")]
    [InlineData("#components schemas Thing properties name", "type", "\"string\"")]
    [InlineData("#components schemas Thing properties name", "maxLength", "100")]
    [InlineData("#components schemas Thing properties name", "description", "\"The name.\"")]
    [InlineData("#components schemas Thing properties size", "maximum", "5")]
    [InlineData("#components schemas Thing properties mood anyOf 0", "enum", """["calm","wild","merry"]""")]
    [InlineData("#components schemas Thing", "required", """["shape","keeper","owner","parent","kind","size","name","title"]""")]
    [InlineData("#components schemas ThingInput properties", "more", """{"type":"string"}""")]
    [InlineData("#components schemas ThingInput", "required", "[]")]
    [InlineData("#components schemas ThingInput properties note", "type", """["string","null"]""")]
    [InlineData("#components schemas ThingInput properties shape oneOf", "+", """{"type":"object","title":"Any"}""")]
    public void Accepts_an_additive_change(string location, string member, string? value) =>
        Assert.DoesNotContain(Change(location, member, value), difference => difference.Breaks);

    [Fact]
    public void Ignores_equivalent_notations()
    {
        Assert.Empty(Change("", "x", "{}"));
        Assert.Empty(Change("#components schemas Thing properties parent", "oneOf", """[{"type":"null"},{"$ref":"#/components/schemas/Thing"}]"""));
        Assert.Empty(Change("#components schemas Thing properties parent", "$", """{"anyOf":[{"$ref":"#/components/schemas/Thing"},{"type":"null"}]}"""));
        Assert.Empty(Change("#components schemas Thing properties owner", "$", """{"allOf":[{"$ref":"#/components/schemas/Person"}],"description":"The owner."}"""));
        Assert.Empty(Change("#components schemas Thing properties name", "type", """["string","null"]"""));
        Assert.Empty(Change("#components schemas Thing properties name", "$", """{"type":"string","nullable":true,"maxLength":200}"""));
        Assert.Empty(Change("#components schemas Thing properties unit", "$", """{"type":"string","enum":["mm"]}"""));
        Assert.Empty(Change("#components schemas Thing properties kind", "enum", """["b","a"]"""));
        Assert.Empty(Change("/v1/things/{id} put parameters 1", "style", null));
        Assert.Empty(Change("/v1/things/{id} put", "parameters", JsonNode.Parse(Contract)!["paths"]!["/v1/things/{id}"]!["put"]!["parameters"]!.AsArray().Reverse().Aggregate("", (list, parameter) => $"{list}{(list.Length == 0 ? "[" : ",")}{parameter!.ToJsonString()}") + "]"));
    }

    /// <summary>
    /// Returns the differences after one change: sets a member at a location, or removes it if the value is null. The member `$` is the whole
    /// object at the location. A location is the names on the way, from `paths`, or from the contract if it starts with `#`.
    /// </summary>
    private static IReadOnlyList<Difference> Change(string location, string member, string? value)
    {
        var after = JsonNode.Parse(Contract)!.AsObject();
        var node = location.StartsWith('#') ? after : after["paths"]!;
        foreach (var name in location.TrimStart('#').Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node is JsonArray array ? array[int.Parse(name, null)]! : node[name]!;
        }

        switch (node, value)
        {
            case (_, not null) when member == "$":
                node.ReplaceWith(JsonNode.Parse(value));
                break;
            case (JsonArray list, null):
                list.RemoveAt(int.Parse(member, null));
                break;
            case (JsonArray list, not null):
                list.Add(JsonNode.Parse(value));
                break;
            case (_, null):
                node.AsObject().Remove(member);
                break;
            default:
                node[member] = JsonNode.Parse(value);
                break;
        }

        return ContractComparer.Compare(JsonNode.Parse(Contract)!.AsObject(), after);
    }
}
