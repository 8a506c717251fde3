using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ContentApi.Tests;

/// <summary>Checks that the README shows the responses that the service returns.</summary>
public sealed partial class ReadmeTests(SampleContent api) : IClassFixture<SampleContent>
{
    [Fact]
    public async Task Example_requests_return_the_documented_responses()
    {
        var examples = ExamplePattern().Matches(await File.ReadAllTextAsync(Repository.Path("README.md")));

        Assert.Equal(3, examples.Count);
        foreach (Match example in examples)
        {
            using var response = await api.Get(example.Groups["path"].Value);
            var body = await response.Content.ReadAsStringAsync();
            Assert.Equal(Normalize(example.Groups["json"].Value), Normalize(body));
        }
    }

    /// <summary>Returns the JSON with placeholders for the values that differ between runs.</summary>
    private static string Normalize(string json) =>
        VolatileMember().Replace(JsonNode.Parse(json)!.ToJsonString(), match => $"\"{match.Groups["name"].Value}\":\"…\"");

    [GeneratedRegex(@"```sh\ncurl -s 'http://localhost:5080(?<path>[^']+)'\n```\n\n```json\n(?<json>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex ExamplePattern();

    [GeneratedRegex("\"(?<name>id|nextCursor|traceId|updatedAt)\":\"[^\"]+\"", RegexOptions.ExplicitCapture)]
    private static partial Regex VolatileMember();
}
