using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ContentApi.Tests;

/// <summary>The README shows the responses that the service returns.</summary>
public sealed partial class ReadmeTests(SampleContent api) : IClassFixture<SampleContent>
{
    [Fact]
    public async Task Its_requests_have_the_answers_that_it_prints()
    {
        var examples = Example().Matches(await File.ReadAllTextAsync(Repository.Path("README.md")));

        Assert.Equal(3, examples.Count);
        foreach (Match example in examples)
        {
            using var response = await api.Get(example.Groups["address"].Value);
            var answer = await response.Content.ReadAsStringAsync();
            Assert.Equal(Comparable(example.Groups["json"].Value), Comparable(answer));
        }
    }

    /// <summary>Returns the JSON with the values replaced that differ from run to run.</summary>
    private static string Comparable(string json) =>
        Changing().Replace(JsonNode.Parse(json)!.ToJsonString(), match => $"\"{match.Groups["name"].Value}\":\"…\"");

    [GeneratedRegex(@"```sh\ncurl -s 'http://localhost:5080(?<address>[^']+)'\n```\n\n```json\n(?<json>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();

    [GeneratedRegex("\"(?<name>id|nextCursor|traceId)\":\"[^\"]+\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Changing();
}
