using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Web.Problems;

/// <summary>Tests that the problem of any request has at most 32 KB, and states how many errors it omits.</summary>
public sealed class ProblemBoundsTests(Api api) : IClassFixture<Api>
{
    private const int MaxBytes = 32 * 1024;

    public static TheoryData<string, bool> Queries => new()
    {
        { Generate(i => $"&a{i}", 1200), true },
        { Generate(i => $"&{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}{(char)('a' + (i / 676))}", 2000), true },
        { Generate(i => $"&limi{i}=1", 800), true },
        { Generate(i => $"&%01%02{i}", 800), true },
        { Generate(i => $"&%22%5C{i}", 800), true },
        { Generate(i => $"&{Uri.EscapeDataString($"é{i}")}", 800), true },
        { Generate(i => $"&{Uri.EscapeDataString($"雷🙂{i}")}", 300), true },
        { Generate(i => $"&{i}{new string('a', 150)}", 53), false },
        { Generate(i => $"&{i}{Repeat("%01", 20)}", 120), true },
        { new string('a', 8000), false },
        { Repeat("%01", 2600), false },
        { Repeat("%C3%A9", 1300), false },
        { Repeat("%F0%9F%99%82", 650), false },
        { Repeat("%FF", 2600), false },
        { $"limit={new string('1', 8000)}", false },
        { $"include={Generate(i => $"a{i},", 1200)}", false },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_query_of_8_KB_has_a_problem_of_at_most_32_KB(string query, bool isTruncated)
    {
        var problem = await ReadProblem(api.Http.GetAsync($"/v1/stories?{query.TrimStart('&')}"), HttpStatusCode.BadRequest);

        var omitted = System.Text.RegularExpressions.Regex.Match((string)problem["detail"]!, " (?<count>[0-9,]+) more faults? (is|are) not listed\\.$");
        Assert.Equal(isTruncated, omitted.Success);
        if (isTruncated)
        {
            var names = query.TrimStart('&').Split('&').Distinct().Count();
            Assert.Equal(names, problem["errors"]!.AsObject().Count + int.Parse(omitted.Groups["count"].Value, System.Globalization.NumberStyles.AllowThousands, null));
        }
    }

    [Theory]
    [InlineData("a", 7900)]
    [InlineData("%E2%82%AC", 900)]
    [InlineData("%F0%9F%99%82", 680)]
    [InlineData("%01", 2600)]
    [InlineData("%22", 2600)]
    [InlineData("a", 20_000)]
    [InlineData("%E2%82%AC", 3300)]
    public async Task A_long_path_is_truncated_to_a_valid_URI_reference(string part, int times)
    {
        foreach (var path in new[] { "/v1/drafts/", "/v1/stories/", "/v1/nothing/" })
        {
            using var response = await api.Newsroom.GetAsync(new Uri(path + Repeat(part, times), UriKind.Relative));
            var problem = await ReadProblem(Task.FromResult(response), response.StatusCode);

            var instance = (string)problem["instance"]!;
            Assert.True(instance.Length <= 2000, $"{instance.Length}");
            Assert.EndsWith("...", instance, StringComparison.Ordinal);
            Assert.Matches("^/[^%]*(%[0-9A-F]{2}|[^%])*$", instance);
            Assert.DoesNotContain("\ufffd", Uri.UnescapeDataString(instance), StringComparison.Ordinal);
        }
    }

    public static TheoryData<string> Bodies => new()
    {
        $"{{{Generate(i => $"\"a{i}\":1,", 150_000)}\"b\":1}}",
        $"{{{Generate(i => $"\"\\u0001\\u0002{i}\":1,", 80_000)}\"b\":1}}",
        $"{{{Generate(i => $"\"é雷🙂{i}\":1,", 80_000)}\"b\":1}}",
        $"{{{Generate(i => $"\"{i}{Repeat("\\\"", 400)}\":1,", 2_000)}\"b\":1}}",
        $"{{\"{new string('a', 1_900_000)}\":1}}",
        $"{{\"{Repeat("\\u0001", 300_000)}\":1}}",
        $"{{\"topics\":[{Repeat("1,", 900_000)}1]}}",
        $"{{\"takeaways\":[{Repeat("{\"a\":1},", 200_000)}1]}}",
        $"{{\"title\":\"{new string('a', 1_900_000)}\",\"body\":1}}",
    };

    [Theory]
    [MemberData(nameof(Bodies), DisableDiscoveryEnumeration = true)]
    public async Task A_body_of_2_MB_has_a_problem_of_at_most_32_KB(string json)
    {
        var import = await ReadProblem(api.Newsroom.PostAsync("/v1/imports", Json(json)), HttpStatusCode.BadRequest);
        Assert.Equal(json.Length > 100 && CountCommas(json) > 100, ((string)import["detail"]!).EndsWith("not listed.", StringComparison.Ordinal));

        using var put = new HttpRequestMessage(HttpMethod.Put, "/v1/drafts/bounded") { Content = Json(json) };
        put.Headers.TryAddWithoutValidation("If-None-Match", "*");
        await ReadProblem(api.Newsroom.SendAsync(put), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Validation_errors_have_a_problem_of_at_most_32_KB()
    {
        var names = new JsonArray([.. Enumerable.Range(0, 20).Select(i => (JsonNode)new string('!', 90_000 + i))]);
        var cards = new JsonArray([.. Enumerable.Range(0, 20).Select(i => new JsonObject { ["slug"] = new string('!', 30) + i, ["title"] = "", ["language"] = "???", ["byline"] = new string('a', 301), ["readingMinutes"] = 0, ["image"] = new JsonObject { ["url"] = "x", ["width"] = 0, ["height"] = 0 } })]);
        using var put = new HttpRequestMessage(HttpMethod.Put, "/v1/drafts/bounded") { Content = Json(new JsonObject { ["title"] = "", ["body"] = "", ["topics"] = names, ["recommendations"] = cards }.ToJsonString()) };
        put.Headers.TryAddWithoutValidation("If-None-Match", "*");
        var problem = await ReadProblem(api.Newsroom.SendAsync(put), HttpStatusCode.UnprocessableEntity);

        Assert.Contains("more faults are not listed.", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_most_100_errors_of_one_member_are_listed()
    {
        var body = Repeat($"{Repeat("[a", 1100)}\n\n", 300);
        using var put = new HttpRequestMessage(HttpMethod.Put, "/v1/drafts/bounded") { Content = Json(new JsonObject { ["title"] = "T", ["body"] = body }.ToJsonString()) };
        put.Headers.TryAddWithoutValidation("If-None-Match", "*");
        var problem = await ReadProblem(api.Newsroom.SendAsync(put), HttpStatusCode.UnprocessableEntity);

        Assert.Equal(100, problem["errors"]!["body"]!.AsArray().Count);
        Assert.EndsWith(" 200 more faults are not listed.", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    /// <summary>Returns the problem of a response, after checking its status and its size.</summary>
    private static async Task<JsonNode> ReadProblem(Task<HttpResponseMessage> responseTask, HttpStatusCode status)
    {
        using var response = await responseTask;
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.InRange(bytes.Length, 1, MaxBytes);
        Assert.NotEmpty(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
        return await response.ShouldBeProblem(status);
    }

    private static int CountCommas(string json) => json.Count(c => c == ',');

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Generate(Func<int, string> create, int times) => string.Concat(Enumerable.Range(0, times).Select(create));
}
