using System.Text.Json.Nodes;
using ContentApi.Tests.Stories;

namespace ContentApi.Tests.Http;

/// <summary>The contract: what is committed is what is served, complete, and with examples that work on the sample library.</summary>
public sealed class ContractTests(SampleContent api) : IClassFixture<SampleContent>
{
    [Fact]
    public async Task The_committed_contract_is_the_one_that_is_served()
    {
        var served = (await api.Http.GetStringAsync("/openapi/v1.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var path = Repository.Path("openapi/content-api.v1.json");
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACT") == "1")
        {
            await File.WriteAllTextAsync(path, served);
        }

        Assert.True(
            await File.ReadAllTextAsync(path) == served,
            "openapi/content-api.v1.json is not what the service serves. Refresh it with: UPDATE_CONTRACT=1 dotnet test --filter-class \"*ContractTests\", and read the difference.");
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
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            {
                Require(parameter!["description"], $"{path} {parameter["name"]} description");
            }

            foreach (var (status, response) in operation["responses"]!.AsObject())
            {
                Require(response!["description"], $"{path} {status} description");
                Assert.True(status.StartsWith('2') || status.StartsWith('3') || response["content"]?["application/problem+json"] is not null, $"{path} {status} has no problem");
            }

            Assert.Equal(["400", "500", "503"], operation["responses"]!.AsObject().Select(response => response.Key).Intersect(["400", "500", "503"]));
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
                Assert.Contains(member, schema["required"]!.AsArray().Select(required => (string)required!));
            }
        }

        Assert.Empty(missing);

        void Require(JsonNode? text, string what)
        {
            if (string.IsNullOrWhiteSpace((string?)text))
            {
                missing.Add(what);
            }
        }
    }

    [Fact]
    public async Task What_can_be_null_says_so_in_a_way_that_generators_understand()
    {
        var schemas = (await api.Json("/openapi/v1.json"))["components"]!["schemas"]!;

        Assert.Equal("""["null","string"]""", schemas["Card"]!["properties"]!["dek"]!["type"]!.ToJsonString());
        Assert.Equal("\"string\"", schemas["Card"]!["properties"]!["title"]!["type"]!.ToJsonString());
        var founder = schemas["Card"]!["properties"]!["founder"]!["oneOf"]!.AsArray();
        Assert.Equal("#/components/schemas/FounderReference", (string)founder[0]!["$ref"]!);
        Assert.Equal("null", (string)founder[1]!["type"]!);
        Assert.Equal("#/components/schemas/Share", (string)schemas["Story"]!["properties"]!["share"]!["$ref"]!);
        Assert.DoesNotContain("readOnly", schemas.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_operation_answers_200_with_the_examples_of_its_parameters()
    {
        foreach (var (path, operation) in Operations(await api.Json("/openapi/v1.json")))
        {
            var address = path;
            List<string> query = [];
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            {
                var example = parameter!["example"] ?? parameter["schema"]!["example"];
                Assert.True(example is not null || (bool?)parameter["required"] != true, $"{path}: the required {parameter["name"]} has no example");
                if (example is not null)
                {
                    var value = Uri.EscapeDataString(example is JsonArray several ? string.Join(',', several) : example.ToString());
                    address = address.Replace($"{{{parameter["name"]}}}", value, StringComparison.Ordinal);
                    if ((string)parameter["in"]! == "query")
                    {
                        query.Add($"{parameter["name"]}={value}");
                    }
                }
            }

            var answer = await api.Json($"{address}?{string.Join('&', query)}");
            Assert.True(answer["items"] is null || answer["items"]!.AsArray().Count > 0, $"{path} is an empty list with its examples");
        }
    }

    [Fact]
    public async Task The_contract_holds_v1_only_and_is_OpenApi_3_1()
    {
        var contract = await api.Json("/openapi/v1.json");

        Assert.StartsWith("3.1", (string)contract["openapi"]!, StringComparison.Ordinal);
        Assert.All(contract["paths"]!.AsObject(), path => Assert.StartsWith("/v1/", path.Key, StringComparison.Ordinal));
        Assert.Equal("/", (string)contract["servers"]![0]!["url"]!);
    }

    [Fact]
    public async Task Swagger_ui_is_there_in_production()
    {
        var page = await api.Http.GetStringAsync("/swagger/index.html");

        Assert.Contains("swagger-ui", page, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Path, JsonNode Operation)> Operations(JsonNode contract) =>
        contract["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, operation.Value!)));
}
