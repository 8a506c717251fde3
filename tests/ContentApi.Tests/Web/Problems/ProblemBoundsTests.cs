using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Web.Problems;

/// <summary>A problem has at most 32 KB, whatever the request was, and says how much it leaves out.</summary>
public sealed class ProblemBoundsTests(Api api) : IClassFixture<Api>
{
    private const int Most = 32 * 1024;

    public static TheoryData<string, bool> Queries => new()
    {
        { Each(i => $"&a{i}", 1200), true },
        { Each(i => $"&{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}{(char)('a' + (i / 676))}", 2000), true },
        { Each(i => $"&limi{i}=1", 800), true },
        { Each(i => $"&%01%02{i}", 800), true },
        { Each(i => $"&%22%5C{i}", 800), true },
        { Each(i => $"&{Uri.EscapeDataString($"é{i}")}", 800), true },
        { Each(i => $"&{Uri.EscapeDataString($"雷🙂{i}")}", 300), true },
        { Each(i => $"&{i}{new string('a', 150)}", 53), false },
        { Each(i => $"&{i}{Again("%01", 20)}", 120), true },
        { new string('a', 8000), false },
        { Again("%01", 2600), false },
        { Again("%C3%A9", 1300), false },
        { Again("%F0%9F%99%82", 650), false },
        { Again("%FF", 2600), false },
        { $"limit={new string('1', 8000)}", false },
        { $"include={Each(i => $"a{i},", 1200)}", false },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_query_of_8_KB_has_a_problem_of_at_most_32_KB(string query, bool hasMore)
    {
        var problem = await Bounded(api.Http.GetAsync($"/v1/stories?{query.TrimStart('&')}"), HttpStatusCode.BadRequest);

        var told = System.Text.RegularExpressions.Regex.Match((string)problem["detail"]!, " (?<count>[0-9,]+) more faults? (is|are) not listed\\.$");
        Assert.Equal(hasMore, told.Success);
        if (hasMore)
        {
            var names = query.TrimStart('&').Split('&').Distinct().Count();
            Assert.Equal(names, problem["errors"]!.AsObject().Count + int.Parse(told.Groups["count"].Value, System.Globalization.NumberStyles.AllowThousands, null));
        }
    }

    [Fact]
    public async Task Names_that_no_story_has_are_all_listed()
    {
        var names = Enumerable.Range(0, 50).Select(i => $"no-such-story-{i}-{new string('x', 120)}").ToList();
        var problem = await Bounded(api.Http.GetAsync($"/v1/recommendations?read={string.Join(',', names)}"), HttpStatusCode.BadRequest);

        Assert.All(names, name => Assert.Contains(name, (string)problem["errors"]!["read"]![0]!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a", 7900)]
    [InlineData("%E2%82%AC", 900)]
    [InlineData("%F0%9F%99%82", 680)]
    [InlineData("%01", 2600)]
    [InlineData("%22", 2600)]
    [InlineData("a", 20_000)]
    [InlineData("%E2%82%AC", 3300)]
    public async Task A_long_path_is_cut_and_stays_a_reference(string part, int times)
    {
        foreach (var path in new[] { "/v1/drafts/", "/v1/stories/", "/v1/nothing/" })
        {
            using var response = await api.Newsroom.GetAsync(new Uri(path + Again(part, times), UriKind.Relative));
            var problem = await Bounded(Task.FromResult(response), response.StatusCode);

            var instance = (string)problem["instance"]!;
            Assert.True(instance.Length <= 2000, $"{instance.Length}");
            Assert.EndsWith("...", instance, StringComparison.Ordinal);
            Assert.Matches("^/[^%]*(%[0-9A-F]{2}|[^%])*$", instance);
            Assert.DoesNotContain("\ufffd", Uri.UnescapeDataString(instance), StringComparison.Ordinal);
        }
    }

    public static TheoryData<string> Bodies => new()
    {
        $"{{{Each(i => $"\"a{i}\":1,", 150_000)}\"b\":1}}",
        $"{{{Each(i => $"\"\\u0001\\u0002{i}\":1,", 80_000)}\"b\":1}}",
        $"{{{Each(i => $"\"é雷🙂{i}\":1,", 80_000)}\"b\":1}}",
        $"{{{Each(i => $"\"{i}{Again("\\\"", 400)}\":1,", 2_000)}\"b\":1}}",
        $"{{\"{new string('a', 1_900_000)}\":1}}",
        $"{{\"{Again("\\u0001", 300_000)}\":1}}",
        $"{{\"topics\":[{Again("1,", 900_000)}1]}}",
        $"{{\"takeaways\":[{Again("{\"a\":1},", 200_000)}1]}}",
        $"{{\"title\":\"{new string('a', 1_900_000)}\",\"body\":1}}",
    };

    [Theory]
    [MemberData(nameof(Bodies), DisableDiscoveryEnumeration = true)]
    public async Task A_body_of_2_MB_has_a_problem_of_at_most_32_KB(string json)
    {
        var import = await Bounded(api.Newsroom.PostAsync("/v1/imports", Json(json)), HttpStatusCode.BadRequest);
        Assert.Equal(json.Length > 100 && Count(json) > 100, ((string)import["detail"]!).EndsWith("not listed.", StringComparison.Ordinal));

        using var put = new HttpRequestMessage(HttpMethod.Put, "/v1/drafts/bounded") { Content = Json(json) };
        put.Headers.TryAddWithoutValidation("If-None-Match", "*");
        await Bounded(api.Newsroom.SendAsync(put), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Broken_rules_have_a_problem_of_at_most_32_KB()
    {
        var names = new JsonArray([.. Enumerable.Range(0, 20).Select(i => (JsonNode)new string('!', 90_000 + i))]);
        var cards = new JsonArray([.. Enumerable.Range(0, 20).Select(i => new JsonObject { ["slug"] = new string('!', 30) + i, ["title"] = "", ["language"] = "???", ["license"] = new string('a', 301), ["readingMinutes"] = 0, ["image"] = new JsonObject { ["url"] = "x", ["width"] = 0, ["height"] = 0 } })]);
        using var put = new HttpRequestMessage(HttpMethod.Put, "/v1/drafts/bounded") { Content = Json(new JsonObject { ["title"] = "", ["body"] = "", ["topics"] = names, ["recommendations"] = cards }.ToJsonString()) };
        put.Headers.TryAddWithoutValidation("If-None-Match", "*");
        var problem = await Bounded(api.Newsroom.SendAsync(put), HttpStatusCode.UnprocessableEntity);

        Assert.Contains("more faults are not listed.", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_faults_of_one_member_are_listed_up_to_a_hundred()
    {
        var body = Again($"{Again("[a", 1100)}\n\n", 300);
        using var put = new HttpRequestMessage(HttpMethod.Put, "/v1/drafts/bounded") { Content = Json(new JsonObject { ["title"] = "T", ["body"] = body }.ToJsonString()) };
        put.Headers.TryAddWithoutValidation("If-None-Match", "*");
        var problem = await Bounded(api.Newsroom.SendAsync(put), HttpStatusCode.UnprocessableEntity);

        Assert.Equal(100, problem["errors"]!["body"]!.AsArray().Count);
        Assert.EndsWith(" 200 more faults are not listed.", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> Bounded(Task<HttpResponseMessage> answer, HttpStatusCode status)
    {
        using var response = await answer;
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.InRange(bytes.Length, 1, Most);
        Assert.NotEmpty(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
        return await response.ShouldBeProblem(status);
    }

    private static int Count(string json) => json.Count(c => c == ',');

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static string Again(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Each(Func<int, string> make, int times) => string.Concat(Enumerable.Range(0, times).Select(make));
}
