using System.Text.Json.Nodes;

namespace ContentApi.Tests.Compatibility;

/// <summary>Checks that each kind of breaking change is reported, and that additive changes are not.</summary>
public sealed class ContractComparerTests
{
    private const string Contract = """
        {
          "paths": {
            "/v1/things/{id}": {
              "put": {
                "operationId": "saveThing",
                "parameters": [
                  { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "maxLength": 10 } },
                  { "name": "sort", "in": "query", "schema": { "type": "string", "enum": ["up", "down"] } }
                ],
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/ThingInput" } } } },
                "responses": {
                  "200": {
                    "headers": { "ETag": { "schema": { "type": "string" } } },
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } }
                  },
                  "404": { "$ref": "#/components/responses/NotFound" }
                }
              },
              "get": { "operationId": "getThing", "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } } } }
            }
          },
          "components": {
            "responses": { "NotFound": { "content": { "application/problem+json": { "schema": { "type": "object" } } } } },
            "schemas": {
              "Thing": {
                "type": "object", "required": ["name", "size", "kind", "parent"],
                "properties": {
                  "name": { "type": ["null", "string"] }, "size": { "type": "integer", "format": "int32", "maximum": 10 }, "kind": { "type": "string", "enum": ["a", "b"] },
                  "title": { "type": "string" }, "parent": { "oneOf": [{ "$ref": "#/components/schemas/Thing" }, { "type": "null" }] }, "tags": { "type": "array", "items": { "type": "string" } }
                }
              },
              "ThingInput": {
                "type": "object", "required": ["name"], "additionalProperties": true,
                "properties": { "name": { "type": "string" }, "size": { "type": ["null", "integer"], "maximum": 10, "minimum": 1 }, "note": { "type": "string" } }
              }
            }
          }
        }
        """;

    [Theory]
    [InlineData("operation-removed", "/v1/things/{id}", "get", null)]
    [InlineData("operation-removed", "", "/v1/things/{id}", null)]
    [InlineData("operation-id", "/v1/things/{id} get", "operationId", "\"readThing\"")]
    [InlineData("key-needed", "/v1/things/{id} get", "security", """[{"bearer":[]}]""")]
    [InlineData("parameter-removed", "/v1/things/{id} put parameters", "1", null)]
    [InlineData("input-required", "/v1/things/{id} put parameters", "+", """{"name":"why","in":"query","required":true,"schema":{"type":"string"}}""")]
    [InlineData("input-required", "/v1/things/{id} put parameters 1", "required", "true")]
    [InlineData("input-required", "/v1/things/{id} get", "requestBody", """{"required":true,"content":{}}""")]
    [InlineData("body-removed", "/v1/things/{id} put", "requestBody", null)]
    [InlineData("media-type-removed", "/v1/things/{id} put requestBody content", "application/json", null)]
    [InlineData("request-bound-narrowed", "/v1/things/{id} put parameters 0 schema", "maxLength", "9")]
    [InlineData("request-bound-documented", "/v1/things/{id} put parameters 0 schema", "minLength", "1")]
    [InlineData("request-bound-documented", "/v1/things/{id} put parameters 0 schema", "pattern", "\"^a\"")]
    [InlineData("request-value-removed", "/v1/things/{id} put parameters 1 schema", "enum", """["up"]""")]
    [InlineData("request-type", "/v1/things/{id} put parameters 0 schema", "type", "\"integer\"")]
    [InlineData("request-member-removed", "#ThingInput properties", "note", null)]
    [InlineData("request-input-required", "#ThingInput", "required", """["name","note"]""")]
    [InlineData("request-nullability", "#ThingInput properties size", "type", "\"integer\"")]
    [InlineData("request-closed", "#ThingInput", "additionalProperties", "false")]
    [InlineData("request-bound-narrowed", "#ThingInput properties size", "minimum", "2")]
    [InlineData("status-removed", "/v1/things/{id} put responses", "404", null)]
    [InlineData("header-removed", "/v1/things/{id} put responses 200 headers", "ETag", null)]
    [InlineData("media-type-removed", "/v1/things/{id} put responses 200 content", "application/json", null)]
    [InlineData("response-member-removed", "#Thing properties", "title", null)]
    [InlineData("response-member-optional", "#Thing", "required", """["name","size","kind"]""")]
    [InlineData("response-nullability", "#Thing properties title", "type", """["string","null"]""")]
    [InlineData("response-type", "#Thing properties size", "type", "\"number\"")]
    [InlineData("response-type", "#Thing properties tags items", "type", "\"integer\"")]
    [InlineData("response-format-changed", "#Thing properties size", "format", "\"int64\"")]
    [InlineData("response-value-removed", "#Thing properties kind", "enum", """["a"]""")]
    [InlineData("response-value-added", "#Thing properties kind", "enum", """["a","b","c"]""")]
    [InlineData("response-values-opened", "#Thing properties kind", "enum", null)]
    public void Reports_a_breaking_change(string kind, string location, string member, string? value)
    {
        var breaking = Change(location, member, value).Where(difference => difference.Breaks).ToList();

        Assert.Contains(kind, breaking.Select(difference => difference.Kind));
    }

    [Theory]
    [InlineData("/v1/things/{id}", "delete", """{"operationId":"deleteThing","responses":{}}""")]
    [InlineData("/v1/things/{id} put parameters", "+", """{"name":"why","in":"query","schema":{"type":"string"}}""")]
    [InlineData("/v1/things/{id} put parameters 0 schema", "maxLength", "11")]
    [InlineData("/v1/things/{id} put parameters 0 schema", "maxLength", null)]
    [InlineData("/v1/things/{id} put parameters 1 schema", "enum", """["up","down","sideways"]""")]
    [InlineData("/v1/things/{id} put responses", "409", """{"content":{}}""")]
    [InlineData("/v1/things/{id} put responses 200 headers", "Link", """{"schema":{"type":"string"}}""")]
    [InlineData("#Thing properties", "weight", """{"type":"integer"}""")]
    [InlineData("#Thing properties name", "type", "\"string\"")]
    [InlineData("#Thing properties name", "maxLength", "100")]
    [InlineData("#Thing properties size", "maximum", "5")]
    [InlineData("#Thing", "required", """["name","size","kind","parent","title"]""")]
    [InlineData("#ThingInput properties", "more", """{"type":"string"}""")]
    [InlineData("#ThingInput", "required", "[]")]
    [InlineData("#ThingInput properties note", "type", """["string","null"]""")]
    public void Accepts_an_additive_change(string location, string member, string? value) =>
        Assert.DoesNotContain(Change(location, member, value), difference => difference.Breaks);

    [Fact]
    public void Ignores_equivalent_notations()
    {
        Assert.Empty(Change("", "x", "{}"));
        Assert.Empty(Change("#Thing properties parent", "oneOf", """[{"type":"null"},{"$ref":"#/components/schemas/Thing"}]"""));
        Assert.Empty(Change("#Thing properties name", "type", """["string","null"]"""));
    }

    /// <summary>Returns the differences after one change: sets a member at a location, or removes it if the value is null.</summary>
    private static IReadOnlyList<Difference> Change(string location, string member, string? value)
    {
        var after = JsonNode.Parse(Contract)!.AsObject();
        var node = location.StartsWith('#') ? after["components"]!["schemas"]! : after["paths"]!;
        foreach (var name in location.TrimStart('#').Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node is JsonArray array ? array[int.Parse(name, null)]! : node[name]!;
        }

        if (node is JsonArray list)
        {
            if (value is null)
            {
                list.RemoveAt(int.Parse(member, null));
            }
            else
            {
                list.Add(JsonNode.Parse(value));
            }
        }
        else if (value is null)
        {
            node.AsObject().Remove(member);
        }
        else
        {
            node[member] = JsonNode.Parse(value);
        }

        return ContractComparer.Compare(JsonNode.Parse(Contract)!.AsObject(), after);
    }
}
