using System.Text.Json;
using System.Text.Json.Nodes;
using ContentApi.Tests.ContractConformance;
using ContentApi.Web.OpenApi;

namespace ContentApi.Tests.Web.OpenApi;

/// <summary>Tests the examples in the contract: every body has one, it is valid, and all of them show the same few stories.</summary>
public sealed class ExampleTests(SampleContent api) : IClassFixture<SampleContent>
{
    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/openapi/v1-openapi3.0.json")]
    public async Task Every_body_has_an_example_that_its_schema_allows(string url)
    {
        var contract = (await api.Json(url)).AsObject();
        var bodies = BodyExample.FindAll(contract);
        var validator = new SchemaValidator(ToJsonSchema(contract).AsObject());

        Assert.NotEmpty(bodies);
        Assert.Empty(bodies.Where(body => body.Example is null).Select(body => body.ToString()));
        Assert.Empty(bodies.SelectMany(
            body => validator.Validate(body.SchemaLocation, JsonSerializer.SerializeToElement(body.Example)),
            (body, violation) => $"{body} {violation}"));
        Assert.All(bodies.Where(body => body.Status >= 400), body => Assert.Equal(body.Status, (int)body.Example!["status"]!));
    }

    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/openapi/v1-openapi3.0.json")]
    public async Task Every_parameter_in_a_path_and_every_required_parameter_has_an_example(string url)
    {
        var contract = await api.Json(url);
        var missing = BodyExample.Operations(contract).SelectMany(
                operation => (operation.Operation["parameters"]?.AsArray() ?? []).Select(parameter => BodyExample.Resolve(parameter!, contract, "").Node),
                (operation, parameter) => (operation.Id, Parameter: parameter))
            .Where(item => (bool?)item.Parameter["required"] == true && item.Parameter["example"] is null)
            .Select(item => $"{item.Id} {item.Parameter["name"]}");

        Assert.Empty(missing);
    }

    [Fact]
    public async Task Examples_of_a_page_agree_with_its_total_and_those_of_a_resource_with_its_URL()
    {
        var contract = await api.Json("/openapi/v1.json");
        foreach (var body in BodyExample.FindAll(contract).Where(body => body.Status is >= 200 and < 300 && body.Example is JsonObject))
        {
            var example = body.Example!.AsObject();
            if (example["items"] is JsonArray items)
            {
                Assert.True(items.Count > 0, $"{body} has no items");
                Assert.Null(example["nextCursor"]);
                Assert.True(example["totalCount"] is null || (int)example["totalCount"]! == items.Count, $"{body} counts other items than it has");
            }

            var slug = (body.Operation["parameters"]?.AsArray() ?? []).SingleOrDefault(parameter => (string?)parameter!["in"] == "path" && (string?)parameter["name"] == "slug");
            if (slug is not null && example.ContainsKey("slug") && !body.Path.EndsWith("/rename", StringComparison.Ordinal) && !body.Path.EndsWith("/merge", StringComparison.Ordinal))
            {
                Assert.True((string?)slug["example"] == (string?)example["slug"], $"{body} shows '{example["slug"]}' at the URL of '{slug["example"]}'");
            }
        }
    }

    [Fact]
    public async Task All_examples_show_the_same_resources_and_public_ones_are_in_the_sample_library()
    {
        var contract = await api.Json("/openapi/v1.json");
        var samples = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var list in new[] { "/v1/stories?limit=100", "/v1/founders?limit=100", "/v1/topics?limit=100", "/v1/collections?limit=100" })
        {
            foreach (var item in (await api.Json(list))["items"]!.AsArray())
            {
                samples.Add((string)item!["slug"]!, NameOf(item)!);
            }
        }

        Dictionary<string, string> names = new(StringComparer.Ordinal), ids = new(StringComparer.Ordinal), namesById = new(StringComparer.Ordinal);
        foreach (var body in BodyExample.FindAll(contract))
        {
            foreach (var (slug, name, id) in FindResources(body.Example))
            {
                AssertSame(names, slug, name, body);
                if (id is not null)
                {
                    AssertSame(ids, slug, id, body);
                    AssertSame(namesById, id, name, body);
                }

                if (body is { NeedsKey: false, Status: 200 })
                {
                    Assert.True(samples.GetValueOrDefault(slug) == name, $"{body}: the sample library does not contain '{slug}' with the name '{name}'");
                }
            }
        }

        static void AssertSame(Dictionary<string, string> values, string key, string value, BodyExample body) =>
            Assert.True(values.TryAdd(key, value) || values[key] == value, $"{body}: '{key}' has '{value}', but elsewhere '{values[key]}'");
    }

    [Fact]
    public async Task Every_variant_is_of_an_existing_schema_and_operation()
    {
        var contract = await api.Json("/openapi/v1.json");

        Assert.Empty(OpenApiExampleVariants.Schemas.Except(contract["components"]!["schemas"]!.AsObject().Select(schema => schema.Key)));
        Assert.Empty(OpenApiExampleVariants.OperationIds.Except(BodyExample.Operations(contract).Select(operation => operation.Id)));
    }

    /// <summary>Returns the stories, founders and topics in an example: all objects with a slug and a title or name.</summary>
    private static IEnumerable<(string Slug, string Name, string? Id)> FindResources(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(FindResources),
        JsonObject members => members.SelectMany(member => FindResources(member.Value)).Concat(
            (string?)members["slug"] is { } slug && NameOf(members) is { } name ? [(slug, name, (string?)members["id"])] : []),
        _ => [],
    };

    private static string? NameOf(JsonNode resource) => (string?)(resource["title"] ?? resource["name"]);

    /// <summary>Converts the nullable schemas of OpenAPI 3.0 to JSON Schema. Leaves OpenAPI 3.1 unchanged.</summary>
    private static JsonNode ToJsonSchema(JsonNode node)
    {
        if (node is JsonArray items)
        {
            return new JsonArray(items.Select(item => item is null ? null : ToJsonSchema(item)).ToArray());
        }

        if (node is not JsonObject members)
        {
            return node.DeepClone();
        }

        var schema = new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, member.Value is null || member.Key is "example" or "enum" ? member.Value?.DeepClone() : ToJsonSchema(member.Value))));
        if (schema["nullable"] is JsonValue)
        {
            schema.Remove("nullable");
            schema["type"] = new JsonArray((string)schema["type"]!, "null");
        }

        return schema;
    }
}
