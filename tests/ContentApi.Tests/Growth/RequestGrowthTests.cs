using System.Net.Http.Headers;
using System.Text;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Growth;

/// <summary>Checks that the time of a request grows at most linearly with the length of its body, query or headers.</summary>
[Collection(nameof(ExclusiveCollection))]
public sealed class RequestGrowthTests(Api api) : IClassFixture<Api>
{
    /// <summary>The number of requests in one measurement, because one query of 1 KB is too fast to measure.</summary>
    private const int Requests = 10;

    private const int MaxBodyLength = 2_000_000;
    private const int MaxQueryLength = 8_000;
    private const int MaxHeaderLength = 15_000;

    private static readonly Dictionary<string, Func<int, string>> Bodies = new(StringComparer.Ordinal)
    {
        ["unknown members"] = n => $"{{{Concat(i => $"\"a{i}\":1,", n)}\"b\":1}}",
        ["a repeated unknown member"] = n => $"{{{Repeat("\"a\":1,", n)}\"b\":1}}",
        ["a repeated member"] = n => $"{{{Repeat("\"title\":\"T\",", n)}\"body\":\"B\"}}",
        ["misspelled members"] = n => $"{{{Concat(i => $"\"titel{i}\":1,", n)}\"b\":1}}",
        ["topics"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"topics\":[{Concat(i => $"\"Topic {i}\",", n)}\"x\"]}}",
        ["equal topics"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"topics\":[{Repeat("\"T\",", n)}\"x\"]}}",
        ["items of a wrong type"] = n => $"{{\"topics\":[{Repeat("1,", n)}1]}}",
        ["items that are null"] = n => $"{{\"topics\":[{Repeat("null,", n)}null]}}",
        ["items with unpaired surrogates"] = n => $"{{\"topics\":[{Repeat("\"\\ud800\",", n)}\"x\"]}}",
        ["lists in a list"] = n => $"{{\"topics\":[{Repeat("[],", n)}[]]}}",
        ["takeaways"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"takeaways\":[{Concat(i => $"{{\"statement\":\"S {i}\"}},", n)}{{\"statement\":\"S\"}}]}}",
        ["equal takeaways"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"takeaways\":[{Repeat("{\"statement\":\"S\"},", n)}{{\"statement\":\"S\"}}]}}",
        ["takeaways without a statement"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"takeaways\":[{Repeat("{},", n)}{{}}]}}",
        ["takeaways with unknown members"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"takeaways\":[{Repeat("{\"what\":1},", n)}{{}}]}}",
        ["takeaways with equal ids"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"takeaways\":[{Repeat("{\"id\":\"01990f3c-8a00-7c4e-9b21-5d0e6f7a8b91\",\"statement\":\"S\"},", n)}{{}}]}}",
        ["recommendations"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"recommendations\":[{Concat(i => $"{{\"slug\":\"s-{i}\"}},", n)}{{\"slug\":\"s\"}}]}}",
        ["equal recommendations"] = n => $"{{\"title\":\"T\",\"body\":\"B\",\"recommendations\":[{Repeat("{\"slug\":\"s\"},", n)}{{\"slug\":\"s\"}}]}}",
        ["escapes in a string"] = n => $"{{\"title\":\"{Repeat("\\u00e4", n)}\",\"body\":\"B\"}}",
        ["a long name"] = n => $"{{\"{Repeat("a", n)}\":1}}",
        ["a long number"] = n => $"{{\"readingMinutes\":{Repeat("1", n)}}}",
        ["an unknown member with many members"] = n => $"{{\"x\":{{{Concat(i => $"\"a{i}\":1,", n)}\"b\":1}}}}",
        ["nested lists"] = n => $"{{\"x\":{Repeat("[", n)}{Repeat("]", n)}}}",
        ["spaces"] = n => $"{{\"title\":{Repeat(" ", n)}\"T\",\"body\":\"B\"}}",
        ["equal headings"] = n => $"{{\"title\":\"T\",\"body\":\"{Repeat("## A\\n\\n", n)}\"}}",
        ["a long title"] = n => $"{{\"title\":\"{Repeat("Ä", n)}\",\"body\":\"B\"}}",
    };

    private static readonly Dictionary<string, Func<int, string>> Patches = new(StringComparer.Ordinal)
    {
        ["a patch of unknown members"] = n => $"{{{Concat(i => $"\"a{i}\":1,", n)}\"b\":1}}",
        ["a patch that removes members"] = n => $"{{{Concat(i => $"\"a{i}\":null,", n)}\"b\":null}}",
        ["a patch of members below a long name"] = n => $"{{\"{Repeat("a", n)}\":{{{Concat(i => $"\"{i}\":\"\\u0000\",", n)}\"b\":1}}}}",
        ["a patch of deeply nested members"] = n => $"{Repeat("{\"a\":", 60)}{{{Concat(i => $"\"a{i}\":1,", n)}\"b\":1}}{Repeat("}", 60)}",
    };

    private static readonly Dictionary<string, Func<int, string>> Queries = new(StringComparer.Ordinal)
    {
        ["unknown parameters"] = n => $"/v1/stories?{Concat(i => $"a{i}&", n)}b",
        ["a repeated unknown parameter"] = n => $"/v1/stories?{Repeat("a&", n)}b",
        ["misspelled parameters"] = n => $"/v1/stories?{Concat(i => $"lim{i}=1&", n)}b",
        ["a repeated parameter"] = n => $"/v1/stories?{Repeat("limit=1&", n)}b",
        ["empty parameters"] = n => $"/v1/stories?{Repeat("&", n)}b",
        ["equals signs"] = n => $"/v1/stories?limit{Repeat("=", n)}",
        ["a long name"] = n => $"/v1/stories?{Repeat("a", n)}",
        ["encoded characters"] = n => $"/v1/stories?{Repeat("%C3%A4", n)}",
        ["control characters"] = n => $"/v1/stories?{Repeat("%01", n)}",
        ["include values"] = n => $"/v1/stories?include={Repeat("topics,", n)}topics",
        ["unknown include values"] = n => $"/v1/stories?include={Concat(i => $"a{i},", n)}topics",
        ["slugs of a reading history"] = n => $"/v1/recommendations?read={Concat(i => $"story-{i},", n)}story",
        ["equal slugs of a reading history"] = n => $"/v1/recommendations?read={Repeat("a,", n)}a",
        ["a slug of hyphens"] = n => $"/v1/recommendations?read={Repeat("aa-", n)}!",
        ["a long cursor"] = n => $"/v1/stories?cursor={Repeat("a", n)}",
        ["a long number"] = n => $"/v1/stories?limit={Repeat("1", n)}",
        ["search words"] = n => $"/v1/search?q={Concat(i => $"word{i}+", n)}",
        ["equal search words"] = n => $"/v1/search?q={Repeat("word+", n)}",
        ["quotation marks in a search"] = n => $"/v1/search?q={Repeat("%22a", n)}",
        ["search exclusions"] = n => $"/v1/search?q={Repeat("-a+", n)}",
        ["a long suggestion query"] = n => $"/v1/suggest?q={Repeat("a", n)}",
        ["a long path"] = n => $"/v1/stories/{Repeat("a", n)}",
        ["a path of many segments"] = n => $"/v1/{Repeat("a/", n)}a",
    };

    private static readonly Dictionary<string, (string Name, Func<int, string> Value)> Headers = new(StringComparer.Ordinal)
    {
        ["entity tags"] = ("If-None-Match", n => $"{Concat(i => $"\"{i}\", ", n)}\"a\""),
        ["unclosed entity tags"] = ("If-None-Match", n => Repeat("\"a", n)),
        ["encodings"] = ("Accept-Encoding", n => $"{Repeat("gzip;q=0.5, ", n)}br"),
        ["media types"] = ("Accept", n => $"{Repeat("text/html;q=0.5, ", n)}application/json"),
    };

    public static TheoryData<string> BodyNames => [.. Bodies.Keys, .. Patches.Keys];

    public static TheoryData<string> QueryNames => [.. Queries.Keys];

    public static TheoryData<string> HeaderNames => [.. Headers.Keys];

    [Theory]
    [MemberData(nameof(BodyNames))]
    public async Task Processing_a_JSON_body_takes_linear_time(string input)
    {
        using var http = await CreateClient();
        var isPatch = Patches.TryGetValue(input, out var create);
        GrowthAssert.ShouldBeLinear(
            n =>
            {
                var body = Encoding.UTF8.GetBytes((create ?? Bodies[input])(n));
                return (() => Send(http, isPatch ? HttpMethod.Patch : HttpMethod.Post, isPatch ? "/v1/drafts/growing" : "/v1/imports?dryRun=true", body), body.Length);
            },
            MaxBodyLength,
            TimeSpan.FromMilliseconds(8));
    }

    [Theory]
    [MemberData(nameof(QueryNames))]
    public async Task Processing_a_query_takes_linear_time(string input)
    {
        using var http = await CreateClient();
        GrowthAssert.ShouldBeLinear(
            n =>
            {
                var url = Queries[input](n);
                return (() => SendRepeatedly(() => Send(http, HttpMethod.Get, url)), url.Length);
            },
            MaxQueryLength,
            TimeSpan.FromMilliseconds(20));
    }

    [Theory]
    [MemberData(nameof(HeaderNames))]
    public async Task Processing_a_header_takes_linear_time(string input)
    {
        using var http = await CreateClient();
        var (name, value) = Headers[input];
        GrowthAssert.ShouldBeLinear(
            n =>
            {
                var text = value(n);
                return (() => SendRepeatedly(() => Send(http, HttpMethod.Get, input == "media types" ? "/problems" : "/v1/stories", header: (name, text))), text.Length);
            },
            MaxHeaderLength,
            TimeSpan.FromMilliseconds(20));
    }

    /// <summary>Creates the draft to patch, and a client without contract validation, which would distort the measurement.</summary>
    private async Task<HttpMessageInvoker> CreateClient()
    {
        var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        key ??= await api.Key(Enum.GetValues<Scope>());
        Send(invoker, HttpMethod.Put, "/v1/drafts/growing", """{"title":"T","body":"B"}"""u8.ToArray(), ("If-None-Match", "*"));
        return invoker;
    }

    private string? key;

    private void Send(HttpMessageInvoker http, HttpMethod method, string url, byte[]? body = null, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(api.Http.BaseAddress!, url));
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

        if (header is { } headerToSend)
        {
            request.Headers.TryAddWithoutValidation(headerToSend.Name, headerToSend.Value);
        }

        using var response = http.SendAsync(request, CancellationToken.None).GetAwaiter().GetResult();
        Assert.InRange((int)response.StatusCode, 200, 499);
        response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
    }

    private static void SendRepeatedly(Action send)
    {
        for (var i = 0; i < Requests; i++)
        {
            send();
        }
    }

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static string Concat(Func<int, string> create, int count) => string.Concat(Enumerable.Range(0, count).Select(create));
}
