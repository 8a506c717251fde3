using System.Text.Json;
using System.Text.Json.Nodes;
using ContentApi.Tests.ContractConformance;

namespace ContentApi.Tests.Compatibility;

/// <summary>The contract is compatible with the last released one: clients generated from that keep working.</summary>
public sealed class ReleasedContractTests(ITestOutputHelper output)
{
    /// <summary>
    /// An exception for breaking differences that are intended or harmless: their kind, a pattern of their places and their exact number.
    /// Any other number fails, so that a new difference is reviewed.
    /// </summary>
    private sealed record Allowed(string Kind, string Where, int Differences, string Reason)
    {
        public bool Covers(Difference difference) =>
            Kind == difference.Kind && System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(Where.Replace("\\", "\\\\", StringComparison.Ordinal), difference.Where, ignoreCase: false);
    }

    [Fact]
    public void Nothing_that_was_released_is_broken()
    {
        var differences = ContractComparer.Compare(Read("openapi/released/content-api.v1.json"), Read("openapi/content-api.v1.json"));
        var exceptions = JsonSerializer.Deserialize<List<Allowed>>(File.ReadAllText(Repository.Path("openapi/released/exceptions.json")), JsonSerializerOptions.Web)!;

        var breaks = differences.Where(difference => difference.Breaks && !exceptions.Exists(exception => exception.Covers(difference))).ToList();
        Write("Breaks", breaks);
        Write("Meant, or no break", differences.Where(difference => difference.Breaks).Except(breaks));
        Write("Additions", differences.Where(difference => !difference.Breaks));

        Assert.True(breaks.Count == 0, $"Clients of the released contract would break:\n  {string.Join("\n  ", breaks)}\nTake it back, or say why it is no break in openapi/released/exceptions.json.");
        var miscounted = exceptions.Select(exception => (exception.Kind, exception.Where, exception.Differences, Covered: differences.Count(difference => difference.Breaks && exception.Covers(difference))))
            .Where(exception => exception.Covered != exception.Differences).ToList();
        Assert.True(miscounted.Count == 0, $"Exceptions that cover more or fewer differences than they say:\n  {string.Join("\n  ", miscounted)}");
        Assert.All(exceptions, exception => Assert.False(string.IsNullOrWhiteSpace(exception.Reason)));
    }

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(Repository.Path(path)))!.AsObject();

    /// <summary>Writes the differences as a changelog: the number of each kind and its first twelve.</summary>
    private void Write(string title, IEnumerable<Difference> differences)
    {
        const int Shown = 12;
        foreach (var (index, kind) in differences.GroupBy(difference => difference.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Index())
        {
            output.Tell($"{(index == 0 ? $"{title} since the released contract\n" : "")}  {kind.Key}: {kind.Count()}");
            foreach (var difference in kind.Take(Shown))
            {
                output.Tell($"    {difference.Where}: {difference.What}");
            }
        }
    }
}
