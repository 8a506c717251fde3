using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ContentApi.Tests.Web.OpenApi;

/// <summary>Tests the contract: the committed files match the served ones, everything is documented, and the examples work with the sample library.</summary>
public sealed class ContractTests(SampleContent api) : IClassFixture<SampleContent>
{
    [Theory]
    [InlineData("/openapi/v1.json", "openapi/content-api.v1.json")]
    [InlineData("/openapi/v1-openapi3.0.json", "openapi/content-api.v1-openapi3.0.json")]
    public async Task The_committed_contract_matches_the_served_one(string url, string file)
    {
        var served = (await api.Http.GetStringAsync(url)).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var path = Repository.Path(file);
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACT") == "1")
        {
            await File.WriteAllTextAsync(path, served);
        }

        Assert.True(
            await File.ReadAllTextAsync(path) == served,
            $"{file} differs from the served contract. Refresh it with: UPDATE_CONTRACT=1 dotnet test --filter-class \"*ContractTests\", and review the differences.");
    }

    [Fact]
    public async Task Every_operation_parameter_and_property_is_described()
    {
        var contract = await api.Json("/openapi/v1.json");
        List<string> missing = [];

        foreach (var (path, operation) in Operations(contract))
        {
            Require(operation["operationId"], $"{path} operationId");
            Require(operation["summary"], $"{path} summary");
            Require(operation["description"], $"{path} description");
            foreach (var parameter in Parameters(operation, contract))
            {
                Require(parameter["description"], $"{path} {parameter["name"]} description");
            }

            foreach (var (status, response) in Responses(operation, contract))
            {
                Require(response["description"], $"{path} {status} description");
                Assert.True(status < 400 || response["content"]?["application/problem+json"]?["example"]?["type"] is not null, $"{path} {status} has no example of a problem");
            }

            int[] commonStatuses = [400, 401, 405, 414, 429, 431, 500, 503];
            Assert.Equal(commonStatuses, Responses(operation, contract).Select(response => response.Status).Intersect(commonStatuses));
        }

        foreach (var (name, schema) in contract["components"]!["schemas"]!.AsObject())
        {
            Require(schema!["description"], $"{name} description");
            foreach (var (member, property) in schema["properties"]?.AsObject() ?? [])
            {
                Require(property!["description"], $"{name}.{member} description");
                var isReference = property["$ref"] is not null || property["oneOf"] is not null || property["items"]?["$ref"] is not null || property["additionalProperties"] is not null
                    || property["items"]?["items"] is not null;
                Assert.True(isReference || property["example"] is not null, $"{name}.{member} has no example");
                if ((bool?)schema["additionalProperties"] != false) // a request body is closed, and may omit members
                {
                    Assert.Contains(member, schema["required"]!.AsArray().Select(required => (string)required!));
                }
            }
        }

        Assert.Empty(missing);

        void Require(JsonNode? text, string location)
        {
            if (string.IsNullOrWhiteSpace((string?)text))
            {
                missing.Add(location);
            }
        }
    }

    [Fact]
    public async Task Nullable_members_are_declared_in_a_way_that_client_generators_support()
    {
        var schemas = (await api.Json("/openapi/v1.json"))["components"]!["schemas"]!;

        Assert.Equal("""["string","null"]""", schemas["Card"]!["properties"]!["dek"]!["type"]!.ToJsonString());
        Assert.Equal("\"string\"", schemas["Card"]!["properties"]!["title"]!["type"]!.ToJsonString());
        var founder = schemas["Card"]!["properties"]!["founder"]!["oneOf"]!.AsArray();
        Assert.Equal("#/components/schemas/FounderReference", (string)founder[0]!["$ref"]!);
        Assert.Equal("null", (string)founder[1]!["type"]!);
        Assert.Equal("#/components/schemas/Share", (string)schemas["Story"]!["properties"]!["share"]!["$ref"]!);
        Assert.DoesNotContain("readOnly", schemas.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("""["null",""", schemas.ToJsonString(), StringComparison.Ordinal); // null is the last type
    }

    [Theory]
    [InlineData("Block", "type", "paragraph heading quote list image code divider table embed footnotes")]
    [InlineData("SearchHit", "type", "story founder takeaway")]
    [InlineData("Change", "kind", "story founder topic recommendations")]
    [InlineData("Change", "operation", "published updated renamed withdrawn deleted reindexed")]
    [InlineData("Reason", "kind", "sharedTerms sameFounder similarTakeaway sharedTopic read recent")]
    [InlineData("Explanation", "verdict", "editorial computed self duplicate outranked unrelated waiting")]
    [InlineData("ImportResult", "outcome", "created updated draft unchanged conflict invalid")]
    [InlineData("Span", "marks", "emphasis strong code strikethrough highlight")]
    public async Task Open_sets_list_their_known_values_and_accept_others(string schema, string member, string values)
    {
        var schemas = (await api.Json("/openapi/v1.json"))["components"]!["schemas"]!;
        var property = schemas[schema]!["properties"]![member]!;
        property = property["items"] ?? property;
        var known = ((string)property["oneOf"]![0]!["not"]!["$ref"]!).Split('/')[^1];

        Assert.StartsWith("Known", known, StringComparison.Ordinal);
        Assert.Superset(values.Split(' ').ToHashSet(), schemas[known]!["enum"]!.AsArray().Select(value => (string)value!).ToHashSet());
        Assert.Equal(("string", 50), ((string)property["oneOf"]![0]!["type"]!, (int)property["oneOf"]![0]!["maxLength"]!));
        Assert.True(JsonNode.DeepEquals(schemas[known]!["enum"], property["oneOf"]![1]!["enum"]));
        var older = (await api.Json("/openapi/v1-openapi3.0.json"))["components"]!["schemas"]!;
        var olderProperty = older[schema]!["properties"]![member]!;
        olderProperty = olderProperty["items"] ?? olderProperty;
        Assert.Equal(("string", 50), ((string)olderProperty["type"]!, (int)olderProperty["maxLength"]!));
        Assert.True(JsonNode.DeepEquals(schemas[known]!["enum"], olderProperty["x-extensible-enum"]));
        Assert.Null(older[known]);
    }

    [Theory]
    [InlineData("Card", "id,publishedAt,publishedOn,readingMinutes,language,status", "topics,takeaways,founder")]
    [InlineData("Story", "id,publishedAt,publishedOn,readingMinutes,language,topics,takeaways", "founder,sections,body")]
    [InlineData("Recommendation", "slug,status,title", "id,publishedAt,publishedOn,readingMinutes,language")]
    [InlineData("Takeaway", "story", "explanation")]
    [InlineData("ListItem", "spans,children", "")]
    public async Task Members_are_nullable_only_if_they_can_be_null(string schema, string notNull, string nullable)
    {
        var properties = (await api.Json("/openapi/v1.json"))["components"]!["schemas"]![schema]!["properties"]!.AsObject();

        Assert.DoesNotContain(notNull.Split(',').Select(name => properties[name]!), AllowsNull);
        Assert.All(nullable.Split(',', StringSplitOptions.RemoveEmptyEntries), name => Assert.True(AllowsNull(properties[name]!)));

        static bool AllowsNull(JsonNode property) => (property["type"] ?? property["oneOf"])?.ToJsonString().Contains("\"null\"", StringComparison.Ordinal) == true;
    }

    [Fact]
    public async Task Every_operation_returns_200_for_the_examples_of_its_parameters()
    {
        var contract = await api.Json("/openapi/v1.json");
        foreach (var (path, operation) in Operations(contract).Where(operation => !NeedsKey(operation.Operation) && operation.Path != "/v1/previews/{token}"))
        {
            var url = path;
            List<string> query = [];
            foreach (var parameter in Parameters(operation, contract))
            {
                var example = parameter["example"] ?? parameter["schema"]!["example"];
                Assert.True(example is not null || (bool?)parameter["required"] != true, $"{path}: the required {parameter["name"]} has no example");
                if (example is not null)
                {
                    var value = Uri.EscapeDataString(example is JsonArray values ? string.Join(',', values) : example.ToString());
                    url = url.Replace($"{{{parameter["name"]}}}", value, StringComparison.Ordinal);
                    if ((string)parameter["in"]! == "query")
                    {
                        query.Add($"{parameter["name"]}={value}");
                    }
                }
            }

            var response = await api.Json($"{url}?{string.Join('&', query)}");
            Assert.True(response["items"] is null || response["items"]!.AsArray().Count > 0, $"{path} returns an empty list for its examples");
        }
    }

    [Fact]
    public async Task Operations_declare_their_security_and_request_bodies_are_closed()
    {
        var contract = await api.Json("/openapi/v1.json");
        var schemas = contract["components"]!["schemas"]!;
        var tags = contract["tags"].Strings("name").ToList();

        Assert.Equal("bearer", (string)contract["components"]!["securitySchemes"]!["bearer"]!["scheme"]!);
        Assert.Equal("X-Api-Key", (string)contract["components"]!["securitySchemes"]!["apiKey"]!["name"]!);
        Assert.Equal("""[{},{"bearer":[]},{"apiKey":[]}]""", contract["security"]!.ToJsonString());
        foreach (var (path, operation) in Operations(contract))
        {
            var scope = Regex.Match((string)operation["description"]!, "Requires an API key with the scope `([a-z]+)`").Groups[1].Value;
            Assert.Equal(scope.Length > 0 ? """[{"bearer":[]},{"apiKey":[]}]""" : """[{},{"bearer":[]},{"apiKey":[]}]""", operation["security"]!.ToJsonString());
            Assert.Equal(scope, (string?)operation["x-required-scope"] ?? "");
            Assert.Equal(NeedsKey(operation), operation["responses"]!["403"] is not null);
            Assert.True(operation["tags"]!.AsArray().Count == 1 && tags.Contains((string)operation["tags"]![0]!), $"{path} has a tag that is not described");
            foreach (var (mediaType, content) in operation["requestBody"]?["content"]!.AsObject() ?? [])
            {
                Assert.True(
                    content!["schema"]!["$ref"] is { } body ? !(bool)schemas[((string)body!).Split('/')[^1]]!["additionalProperties"]! : content["schema"]!["maxLength"] is not null,
                    $"the body of {path} {mediaType} allows additional members");

                Assert.All(["413", "415"], status => Assert.NotNull(operation["responses"]![status]));
            }

            foreach (var (_, response) in Responses(operation, contract))
            {
                var reference = (string?)response["content"]?["application/json"]?["schema"]?["$ref"];
                Assert.True(reference is null || (bool?)schemas[reference.Split('/')[^1]]!["additionalProperties"] != false, $"{path} returns {reference}, which does not allow additional members");
            }
        }

        Assert.Equal(["name", "scopes"], schemas["ApiKeyRequest"]!["required"]!.AsArray().Select(member => (string)member!));
    }

    [Fact]
    public async Task The_contract_declares_304_308_and_410_responses()
    {
        var paths = (await api.Json("/openapi/v1.json"))["paths"]!;

        Assert.All(new[] { "304", "308", "410" }, status => Assert.NotNull(paths["/v1/stories/{slug}"]!["get"]!["responses"]![status]));
        Assert.NotNull(paths["/v1/stories/{slug}"]!["get"]!["responses"]!["308"]!["headers"]!["Location"]);
    }

    [Fact]
    public async Task The_contract_is_OpenAPI_3_1_and_contains_only_v1()
    {
        var contract = await api.Json("/openapi/v1.json");

        Assert.StartsWith("3.1", (string)contract["openapi"]!, StringComparison.Ordinal);
        Assert.All(contract["paths"]!.AsObject(), path => Assert.StartsWith("/v1/", path.Key, StringComparison.Ordinal));
        Assert.Equal("/", (string)contract["servers"]![0]!["url"]!);
    }

    [Fact]
    public async Task Every_string_number_and_array_is_bounded_and_every_timestamp_has_a_format()
    {
        var contract = await api.Json("/openapi/v1.json");
        List<string> unbounded = [];
        Visit(contract["components"]!, "components");
        Visit(contract["paths"]!, "paths");

        Assert.Empty(unbounded);

        void Visit(JsonNode? node, string path)
        {
            if (node is JsonObject schema)
            {
                var types = schema["type"] switch { JsonArray list => list.Select(type => (string)type!).ToList(), JsonValue one => [(string)one!], _ => [] };
                RequireIf(types.Contains("string"), schema["maxLength"] ?? schema["enum"]);
                RequireIf(types.Contains("array"), schema["maxItems"]);
                RequireIf(types.Contains("integer") || types.Contains("number"), schema["minimum"] is null ? null : schema["maximum"]);
                RequireIf(types.Contains("integer"), schema["format"]);
                RequireIf(path.EndsWith("At", StringComparison.Ordinal) && types.Contains("string"), schema["format"]?.ToString() == "date-time" ? schema["format"] : null);
                foreach (var (name, member) in schema)
                {
                    Visit(member, $"{path}/{name}");
                }
            }

            foreach (var (i, item) in (node as JsonArray ?? []).Index())
            {
                Visit(item, $"{path}/{i}");
            }

            void RequireIf(bool applies, JsonNode? bound)
            {
                if (applies && bound is null)
                {
                    unbounded.Add(path);
                }
            }
        }
    }

    [Fact]
    public async Task Every_reference_resolves_and_every_component_is_used()
    {
        foreach (var path in new[] { "/openapi/v1.json", "/openapi/v1-openapi3.0.json" })
        {
            var contract = await api.Json(path);
            var references = References(contract).ToHashSet(StringComparer.Ordinal);
            var components = contract["components"]!.AsObject().Where(kind => kind.Key != "securitySchemes")
                .SelectMany(kind => kind.Value!.AsObject().Select(component => $"#/components/{kind.Key}/{component.Key}")).ToList();

            Assert.Equal(components.Order(), references.Order());
        }
    }

    [Fact]
    public async Task The_OpenAPI_3_0_version_has_the_same_content()
    {
        var (contract, openApi30) = (await api.Json("/openapi/v1.json"), await api.Json("/openapi/v1-openapi3.0.json"));
        var card = openApi30["components"]!["schemas"]!["Card"]!["properties"]!;

        Assert.StartsWith("3.0", (string)openApi30["openapi"]!, StringComparison.Ordinal);
        Assert.Equal(contract["paths"]!.AsObject().Select(path => path.Key), openApi30["paths"]!.AsObject().Select(path => path.Key));
        Assert.Equal("""{"maxLength":2000,"type":"string","nullable":true}""", Without(card["dek"]!, "description", "example"));
        Assert.Equal("""{"oneOf":[{"$ref":"#/components/schemas/FounderReference"},{"type":"boolean","nullable":true,"enum":[null]}]}""", Without(card["founder"]!, "description"));
        Assert.DoesNotContain("\"null\"", openApi30.ToJsonString(), StringComparison.Ordinal);

        static string Without(JsonNode schema, params string[] members)
        {
            var rest = schema.DeepClone().AsObject();
            foreach (var member in members)
            {
                Assert.True(rest.Remove(member));
            }

            return rest.ToJsonString();
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member is { Key: "$ref", Value: JsonValue target } ? [(string)target!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static bool NeedsKey(JsonNode operation) => operation["security"]!.AsArray().All(requirement => requirement!.AsObject().Count > 0);

    private static IEnumerable<JsonNode> Parameters(JsonNode operation, JsonNode contract) => (operation["parameters"]?.AsArray() ?? []).Select(parameter => Resolve(parameter!, contract));

    private static IEnumerable<(int Status, JsonNode Response)> Responses(JsonNode operation, JsonNode contract) =>
        operation["responses"]!.AsObject().Select(response => (int.Parse(response.Key), Resolve(response.Value!, contract)));

    private static JsonNode Resolve(JsonNode node, JsonNode contract) =>
        node["$ref"] is { } reference ? ((string)reference!).Split('/').Skip(1).Aggregate(contract, (parent, name) => parent[name]!) : node;

    private static IEnumerable<(string Path, JsonNode Operation)> Operations(JsonNode contract) =>
        contract["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, operation.Value!)));
}
