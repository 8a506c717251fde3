using System.Text.Json;
using System.Text.Json.Nodes;
using ContentApi.Tests.ContractConformance;

namespace ContentApi.Tests.Compatibility;

/// <summary>Checks that clients generated from the last released contract keep working.</summary>
public sealed class ReleasedContractTests(ITestOutputHelper output)
{
    /// <summary>
    /// An exception for breaking differences that are intended or harmless: their kind, a pattern for their location and their exact
    /// number. Any other number fails the test, so that a new difference is reviewed.
    /// </summary>
    private sealed record AllowedDifferences(string Kind, string Where, int Differences, string Reason)
    {
        public bool Covers(Difference difference) =>
            Kind == difference.Kind && System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(Where.Replace("\\", "\\\\", StringComparison.Ordinal), difference.Where, ignoreCase: false);
    }

    [Fact]
    public void The_contract_is_compatible_with_the_released_contract()
    {
        var differences = ContractComparer.Compare(Read("openapi/released/content-api.v1.json"), Read("openapi/content-api.v1.json"));
        var exceptions = JsonSerializer.Deserialize<List<AllowedDifferences>>(File.ReadAllText(Repository.Path("openapi/released/exceptions.json")), JsonSerializerOptions.Web)!;

        var breaks = differences.Where(difference => difference.Breaks && !exceptions.Exists(exception => exception.Covers(difference))).ToList();
        Write("Breaking changes", breaks);
        Write("Allowed breaking changes", differences.Where(difference => difference.Breaks).Except(breaks));
        Write("Additions", differences.Where(difference => !difference.Breaks));

        Assert.True(breaks.Count == 0, $"These changes break clients of the released contract:\n  {string.Join("\n  ", breaks)}\nRevert them, or explain in openapi/released/exceptions.json why they are acceptable.");
        var miscounted = exceptions.Select(exception => (exception.Kind, exception.Where, exception.Differences, Covered: differences.Count(difference => difference.Breaks && exception.Covers(difference))))
            .Where(exception => exception.Covered != exception.Differences).ToList();
        Assert.True(miscounted.Count == 0, $"These exceptions state a wrong number of differences:\n  {string.Join("\n  ", miscounted)}");
        Assert.All(exceptions, exception => Assert.False(string.IsNullOrWhiteSpace(exception.Reason)));
    }

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(Repository.Path(path)))!.AsObject();

    /// <summary>Writes the number of differences of each kind and the first twelve of them.</summary>
    private void Write(string title, IEnumerable<Difference> differences)
    {
        const int MaxShown = 12;
        foreach (var (index, kind) in differences.GroupBy(difference => difference.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Index())
        {
            output.WriteToReport($"{(index == 0 ? $"{title} since the released contract\n" : "")}  {kind.Key}: {kind.Count()}");
            foreach (var difference in kind.Take(MaxShown))
            {
                output.WriteToReport($"    {difference.Where}: {difference.What}");
            }
        }
    }
}
