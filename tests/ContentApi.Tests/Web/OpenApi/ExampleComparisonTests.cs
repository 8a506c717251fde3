using System.Text.Json.Nodes;
using ContentApi.Tests.ContractConformance;

namespace ContentApi.Tests.Web.OpenApi;

/// <summary>Compares the examples of public responses with the responses to the examples of the parameters.</summary>
public sealed class ExampleComparisonTests(SampleContent api) : IClassFixture<SampleContent>
{
    /// <summary>Members that no story of the sample library has, but that the examples show.</summary>
    private static readonly string[] MissingInSamples = ["image", "canonicalUrl", "share.url", "share.image", "attribution.url"];

    /// <summary>Members whose value determines which other members are null.</summary>
    private static readonly string[] Discriminators = ["type", "kind", "operation", "source"];

    public static IEnumerable<TheoryDataRow<string>> PublicOperations => OpenApiContract.Committed.Operations
        .Where(operation => operation is { NeedsKey: false, Method: "GET" } && operation.Id != "getPreview")
        .Select(operation => new TheoryDataRow<string>(operation.Id));

    [Theory]
    [MemberData(nameof(PublicOperations))]
    public async Task The_example_of_a_response_has_the_null_members_of_the_response(string operation)
    {
        using var request = ExampleRequests.Create(SharedStatusTests.Find(operation), ExampleRequests.OptionalQuery(SharedStatusTests.Find(operation)));
        var response = await api.Json(request.RequestUri!.OriginalString);
        var example = BodyExample.FindAll(await api.Json("/openapi/v1.json")).Single(body => body.OperationId == operation && body is { Status: 200, MediaType: "application/json" });

        Assert.Empty(Compare(example.Example!, [response], ""));
    }

    /// <summary>Returns the paths that are null in an example but never in the actual nodes, or the reverse.</summary>
    private static IEnumerable<string> Compare(JsonNode example, IReadOnlyList<JsonNode> actual, string path)
    {
        if (example is JsonArray items)
        {
            var actualItems = actual.OfType<JsonArray>().SelectMany(array => array).OfType<JsonNode>().ToList();
            return items.OfType<JsonNode>().SelectMany(item => Compare(item, actualItems, path));
        }

        return example is JsonObject members
            ? Compare(members, actual.OfType<JsonObject>().Where(other => Array.TrueForAll(Discriminators, name => IsSame(members, other, name))).ToList(), path)
            : [];
    }

    private static IEnumerable<string> Compare(JsonObject example, List<JsonObject> actual, string path)
    {
        foreach (var (name, value) in example)
        {
            var memberPath = path.Length == 0 ? name : $"{path}.{name}";
            var actualValues = actual.ConvertAll(other => other[name]);
            if (actualValues.Count > 0 && !Array.Exists(MissingInSamples, missing => $".{memberPath}".EndsWith($".{missing}", StringComparison.Ordinal)))
            {
                if (value is null && actualValues.TrueForAll(other => other is not null))
                {
                    yield return $"{memberPath} is null in the example";
                }
                else if (value is not null && actualValues.TrueForAll(other => other is null))
                {
                    yield return $"{memberPath} is null in the response";
                }
            }

            foreach (var difference in value is null ? [] : Compare(value, actualValues.OfType<JsonNode>().ToList(), memberPath))
            {
                yield return difference;
            }
        }
    }

    private static bool IsSame(JsonObject example, JsonObject actual, string member) => JsonNode.DeepEquals(example[member], actual[member]);
}
