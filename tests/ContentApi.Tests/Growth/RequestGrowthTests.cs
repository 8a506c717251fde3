using System.Net.Http.Headers;
using System.Text;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Growth;

/// <summary>The time of a request grows linearly with its length, whatever its JSON, its query or a header repeats.</summary>
[Collection(nameof(GrowthCollection))]
public sealed class RequestGrowthTests(Api api) : IClassFixture<Api>
{
    /// <summary>The number of requests in one measurement: one query of 1 KB is too fast to measure.</summary>
    private const int Requests = 10;

    private const int LongestBody = 2_000_000;
    private const int LongestQuery = 8_000;
    private const int LongestHeader = 15_000;

    private static readonly Dictionary<string, Func<int, string>> Bodies = new(StringComparer.Ordinal)
    {
        ["unknown members"] = n => $"{{{Each(i => $"\"a{i}\":1,", n)}\"b\":1}}",
        ["the same unknown member"] = n => $"{{{Again("\"a\":1,", n)}\"b\":1}}",
        ["the same member"] = n => $"{{{Again("\"title\":\"T\",", n)}\"body\":\"B\"}}",
        ["almost known members"] = n => $"{{{Each(i => $"\"titel{i}\":1,", n)}\"b\":1}}",
        ["topics"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"topics\":[{Each(i => $"\"Topic {i}\",", n)}\"x\"]}}",
        ["equal topics"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"topics\":[{Again("\"T\",", n)}\"x\"]}}",
        ["items of a wrong type"] = n => $"{{\"topics\":[{Again("1,", n)}1]}}",
        ["items that are null"] = n => $"{{\"topics\":[{Again("null,", n)}null]}}",
        ["items that are no text"] = n => $"{{\"topics\":[{Again("\"\\ud800\",", n)}\"x\"]}}",
        ["lists in a list"] = n => $"{{\"topics\":[{Again("[],", n)}[]]}}",
        ["takeaways"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"takeaways\":[{Each(i => $"{{\"statement\":\"S {i}\"}},", n)}{{\"statement\":\"S\"}}]}}",
        ["equal takeaways"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"takeaways\":[{Again("{\"statement\":\"S\"},", n)}{{\"statement\":\"S\"}}]}}",
        ["takeaways without a statement"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"takeaways\":[{Again("{},", n)}{{}}]}}",
        ["takeaways with unknown members"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"takeaways\":[{Again("{\"what\":1},", n)}{{}}]}}",
        ["takeaways with equal ids"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"takeaways\":[{Again("{\"id\":\"01990f3c-8a00-7c4e-9b21-5d0e6f7a8b91\",\"statement\":\"S\"},", n)}{{}}]}}",
        ["recommendations"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"recommendations\":[{Each(i => $"{{\"slug\":\"s-{i}\"}},", n)}{{\"slug\":\"s\"}}]}}",
        ["equal recommendations"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"recommendations\":[{Again("{\"slug\":\"s\"},", n)}{{\"slug\":\"s\"}}]}}",
        ["escapes in a text"] = n => $"{{\"title\":\"{Again("\\u00e4", n)}\",\"body\":\"B\"}}",
        ["a long name"] = n => $"{{\"{Again("a", n)}\":1}}",
        ["a long number"] = n => $"{{\"readingMinutes\":{Again("1", n)}}}",
        ["an unknown member with many in it"] = n => $"{{\"x\":{{{Each(i => $"\"a{i}\":1,", n)}\"b\":1}}}}",
        ["nested lists"] = n => $"{{\"x\":{Again("[", n)}{Again("]", n)}}}",
        ["spaces"] = n => $"{{\"title\":{Again(" ", n)}\"T\",\"body\":\"B\"}}",
        ["equal headings"] = n => $"{{\"title\":\"T\",\"body\":\"{Again("## A\\n\\n", n)}\"}}",
        ["a long title"] = n => $"{{\"title\":\"{Again("Ä", n)}\",\"body\":\"B\"}}",
    };

    private static readonly Dictionary<string, Func<int, string>> Patches = new(StringComparer.Ordinal)
    {
        ["a patch of unknown members"] = n => $"{{{Each(i => $"\"a{i}\":1,", n)}\"b\":1}}",
        ["a patch that removes members"] = n => $"{{{Each(i => $"\"a{i}\":null,", n)}\"b\":null}}",
        ["a patch of members in a long name"] = n => $"{{\"{Again("a", n)}\":{{{Each(i => $"\"{i}\":\"\\u0000\",", n)}\"b\":1}}}}",
        ["a patch of deep members"] = n => $"{Again("{\"a\":", 60)}{{{Each(i => $"\"a{i}\":1,", n)}\"b\":1}}{Again("}", 60)}",
    };

    private static readonly Dictionary<string, Func<int, string>> Queries = new(StringComparer.Ordinal)
    {
        ["unknown parameters"] = n => $"/v1/stories?{Each(i => $"a{i}&", n)}b",
        ["the same unknown parameter"] = n => $"/v1/stories?{Again("a&", n)}b",
        ["almost known parameters"] = n => $"/v1/stories?{Each(i => $"lim{i}=1&", n)}b",
        ["the same parameter"] = n => $"/v1/stories?{Again("limit=1&", n)}b",
        ["empty parameters"] = n => $"/v1/stories?{Again("&", n)}b",
        ["equals signs"] = n => $"/v1/stories?limit{Again("=", n)}",
        ["a long name"] = n => $"/v1/stories?{Again("a", n)}",
        ["encoded characters"] = n => $"/v1/stories?{Again("%C3%A4", n)}",
        ["control characters"] = n => $"/v1/stories?{Again("%01", n)}",
        ["words of include"] = n => $"/v1/stories?include={Again("topics,", n)}topics",
        ["unknown words of include"] = n => $"/v1/stories?include={Each(i => $"a{i},", n)}topics",
        ["names of a reading history"] = n => $"/v1/recommendations?read={Each(i => $"story-{i},", n)}story",
        ["equal names of a reading history"] = n => $"/v1/recommendations?read={Again("a,", n)}a",
        ["a slug of hyphens"] = n => $"/v1/recommendations?read={Again("aa-", n)}!",
        ["a long cursor"] = n => $"/v1/stories?cursor={Again("a", n)}",
        ["a long number"] = n => $"/v1/stories?limit={Again("1", n)}",
        ["words of a search"] = n => $"/v1/search?q={Each(i => $"word{i}+", n)}",
        ["equal words of a search"] = n => $"/v1/search?q={Again("word+", n)}",
        ["quotation marks of a search"] = n => $"/v1/search?q={Again("%22a", n)}",
        ["exclusions of a search"] = n => $"/v1/search?q={Again("-a+", n)}",
        ["a long word of a suggestion"] = n => $"/v1/suggest?q={Again("a", n)}",
        ["a long path"] = n => $"/v1/stories/{Again("a", n)}",
        ["a path of many parts"] = n => $"/v1/{Again("a/", n)}a",
    };

    private static readonly Dictionary<string, (string Name, Func<int, string> Value)> Headers = new(StringComparer.Ordinal)
    {
        ["entity tags"] = ("If-None-Match", n => $"{Each(i => $"\"{i}\", ", n)}\"a\""),
        ["entity tags that are not closed"] = ("If-None-Match", n => Again("\"a", n)),
        ["encodings"] = ("Accept-Encoding", n => $"{Again("gzip;q=0.5, ", n)}br"),
        ["media types"] = ("Accept", n => $"{Again("text/html;q=0.5, ", n)}application/json"),
    };

    public static TheoryData<string> BodyNames => [.. Bodies.Keys, .. Patches.Keys];

    public static TheoryData<string> QueryNames => [.. Queries.Keys];

    public static TheoryData<string> HeaderNames => [.. Headers.Keys];

    [Theory]
    [MemberData(nameof(BodyNames))]
    public async Task Eight_times_a_json_body_takes_at_most_sixteen_times_the_time(string kind)
    {
        using var http = await Client();
        var isPatch = Patches.TryGetValue(kind, out var make);
        GrowthAssert.ShouldBeLinear(
            n =>
            {
                var body = Encoding.UTF8.GetBytes((make ?? Bodies[kind])(n));
                return (() => Send(http, isPatch ? HttpMethod.Patch : HttpMethod.Post, isPatch ? "/v1/drafts/growing" : "/v1/imports?dryRun=true", body), body.Length);
            },
            LongestBody,
            TimeSpan.FromMilliseconds(8));
    }

    [Theory]
    [MemberData(nameof(QueryNames))]
    public async Task Eight_times_a_query_takes_at_most_sixteen_times_the_time(string kind)
    {
        using var http = await Client();
        GrowthAssert.ShouldBeLinear(
            n =>
            {
                var address = Queries[kind](n);
                return (() => Repeat(() => Send(http, HttpMethod.Get, address)), address.Length);
            },
            LongestQuery,
            TimeSpan.FromMilliseconds(20));
    }

    [Theory]
    [MemberData(nameof(HeaderNames))]
    public async Task Eight_times_a_header_takes_at_most_sixteen_times_the_time(string kind)
    {
        using var http = await Client();
        var (name, value) = Headers[kind];
        GrowthAssert.ShouldBeLinear(
            n =>
            {
                var text = value(n);
                return (() => Repeat(() => Send(http, HttpMethod.Get, kind == "media types" ? "/problems" : "/v1/stories", header: (name, text))), text.Length);
            },
            LongestHeader,
            TimeSpan.FromMilliseconds(20));
    }

    /// <summary>Creates a client without contract validation, which would be measured too, and the draft that the patches change.</summary>
    private async Task<HttpMessageInvoker> Client()
    {
        var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        key ??= await api.Key(Enum.GetValues<Scope>());
        Send(invoker, HttpMethod.Put, "/v1/drafts/growing", """{"title":"T","body":"B"}"""u8.ToArray(), ("If-None-Match", "*"));
        return invoker;
    }

    private string? key;

    private void Send(HttpMessageInvoker http, HttpMethod method, string address, byte[]? body = null, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(api.Http.BaseAddress!, address));
        if (body is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new(method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
            if (method == HttpMethod.Patch)
            {
                request.Headers.TryAddWithoutValidation("If-Match", "*");
            }
        }

        if (header is { } given)
        {
            request.Headers.TryAddWithoutValidation(given.Name, given.Value);
        }

        using var response = http.SendAsync(request, CancellationToken.None).GetAwaiter().GetResult();
        Assert.InRange((int)response.StatusCode, 200, 499);
        response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
    }

    private static void Repeat(Action request)
    {
        for (var i = 0; i < Requests; i++)
        {
            request();
        }
    }

    private static string Again(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static string Each(Func<int, string> make, int times) => string.Concat(Enumerable.Range(0, times).Select(make));
}
