using System.Collections.Concurrent;
using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Web.ResponseCache;

/// <summary>Compares the responses of two nodes under concurrent writes with the recorded publications, and restarts the database under load.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ResponseCacheEnduranceTests(Api api) : IClassFixture<Api>
{
    private const int Stories = 20;

    /// <summary>The maximum staleness of a response at the time of its request: the polling interval of a node that missed a notification, and delays of a busy machine.</summary>
    private static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(3);

    [Fact(Explicit = true)]
    [Trait("Category", "Endurance")]
    public async Task Responses_are_consistent_and_never_staler_than_their_revision_or_the_limit()
    {
        await using var other = await Node.Start(api.ConnectionString);
        HttpClient[] nodes = [api.Http, other.Http];
        var published = new ConcurrentBag<(string Slug, int Mark, long Revision, long AcknowledgedAt)>();
        var observed = new ConcurrentBag<(string Slug, int Mark, long Revision, long RequestedAt)>();
        using var done = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var writers = Enumerable.Range(0, 2).Select(writer => Task.Run(async () =>
        {
            for (var mark = 0; !done.IsCancellationRequested; mark++)
            {
                var slug = $"pressed-{writer}-{mark % (Stories / 2)}";
                await api.Import(($"{slug}.md", $"---\ntitle: Mark {mark}\nslug: {slug}\nfounder: pressed-{mark % 3}\ndek: Mark {mark}\ntopics: [Pressed]\ntakeaways: [Mark {mark}]\n---\nMark {mark}"));
                published.Add((slug, mark, await RevisionOf(slug), TimeProvider.System.GetTimestamp()));
                await Task.Delay(10);
            }
        })).ToList();
        var readers = Enumerable.Range(0, 10).Select(reader => Task.Run(async () =>
        {
            var random = new Random(reader);
            while (!done.IsCancellationRequested)
            {
                var path = random.Next(3) switch
                {
                    0 => "/v1/stories?limit=50&include=takeaways",
                    1 => $"/v1/stories?founder=pressed-{random.Next(3)}&include=takeaways&limit=50",
                    _ => $"/v1/stories/pressed-{random.Next(2)}-{random.Next(Stories / 2)}?body=markdown",
                };
                var requestedAt = TimeProvider.System.GetTimestamp();
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                using var response = await nodes[random.Next(2)].SendAsync(request);
                if (response.StatusCode == HttpStatusCode.NotFound)
                {
                    continue; // the story is not published yet
                }

                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                var json = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
                foreach (var card in json["items"]?.AsArray() ?? [json.DeepClone()])
                {
                    var mark = (string)card!["title"]!;
                    Assert.Equal(mark, (string)card["dek"]!);
                    Assert.Equal([mark], card["takeaways"].Strings("statement"));
                    if (card["body"] is { } body)
                    {
                        Assert.StartsWith(mark, (string)body["content"]!, StringComparison.Ordinal);
                    }

                    observed.Add(((string)card["slug"]!, int.Parse(mark[5..], null), response.Revision(), requestedAt));
                }
            }
        })).ToList();
        await Task.WhenAll([.. writers, .. readers]);

        var publications = published.GroupBy(entry => entry.Slug).ToDictionary(group => group.Key, group => group.OrderBy(entry => entry.Mark).ToList());
        Assert.True(observed.Count > 1000 && published.Count > 100, $"Read only {observed.Count} cards and published only {published.Count} stories.");
        foreach (var (slug, mark, revision, requestedAt) in observed)
        {
            foreach (var entry in publications[slug].Where(entry => entry.Mark > mark))
            {
                Assert.True(entry.Revision > revision, $"{slug} has mark {mark} at revision {revision}, but mark {entry.Mark} was published at revision {entry.Revision}.");
                Assert.False(TimeProvider.System.GetElapsedTime(entry.AcknowledgedAt, requestedAt) > MaxStaleness, $"{slug} was served with mark {mark} {TimeProvider.System.GetElapsedTime(entry.AcknowledgedAt, requestedAt)} after mark {entry.Mark} was acknowledged.");
            }

            Assert.All(publications[slug].Where(entry => entry.Mark == mark), entry => Assert.True(entry.Revision <= revision, $"{slug} has mark {mark} at revision {revision}, but it was published at revision {entry.Revision}."));
        }
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Endurance")]
    public async Task Database_restarts_under_load_cause_only_503s_with_Retry_After()
    {
        await using var database = await RestartableDatabase.Start();
        await using var one = await Node.Start(database.ConnectionString);
        await using var two = await Node.Start(database.ConnectionString, "--Cache:SizeLimitMegabytes=0");
        using var done = new CancellationTokenSource();
        var responses = new ConcurrentDictionary<(int Node, HttpStatusCode Status), int>();
        List<string> failures = [];
        var readers = Enumerable.Range(0, 8).Select(reader => Task.Run(async () =>
        {
            var random = new Random(reader);
            while (!done.IsCancellationRequested)
            {
                var node = random.Next(10) == 0 ? 1 : 0;
                var start = TimeProvider.System.GetTimestamp();
                using var response = await (node == 0 ? one : two).Http.GetAsync(random.Next(4) switch { 0 => "/v1/stories", 1 => "/v1/founders", 2 => "/v1/topics", _ => "/v1/stories/nowhere" });
                responses.AddOrUpdate((node, response.StatusCode), 1, (_, count) => count + 1);
                var text = await response.Content.ReadAsStringAsync();
                var isExpected = response.StatusCode is HttpStatusCode.OK ? text.StartsWith("{\"items\":[]", StringComparison.Ordinal)
                    : response.StatusCode is HttpStatusCode.NotFound || (response.StatusCode is HttpStatusCode.ServiceUnavailable && response.Headers.Contains("Retry-After"));
                if (!isExpected || TimeProvider.System.GetElapsedTime(start).TotalSeconds > 2.5)
                {
                    lock (failures)
                    {
                        failures.Add($"{response.StatusCode} after {TimeProvider.System.GetElapsedTime(start)}: {text}");
                    }
                }
            }
        })).ToList();
        for (var restart = 0; restart < 10; restart++)
        {
            await Task.Delay(700);
            await database.Restart();
        }

        await Task.Delay(1000);
        await done.CancelAsync();
        await Task.WhenAll(readers);
        using var after = await two.Http.GetAsync("/v1/stories");

        var summary = string.Join(", ", responses.OrderBy(entry => entry.Key).Select(entry => $"node {entry.Key.Node} {entry.Key.Status}: {entry.Value:N0}"));
        TestContext.Current.TestOutputHelper?.WriteLine(summary);
        Assert.True(failures.Count == 0, $"{summary}\n{string.Join('\n', failures.Take(5))}");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        var total = responses.Where(entry => entry.Key.Node == 0).Sum(entry => entry.Value);
        Assert.True(responses.GetValueOrDefault((0, HttpStatusCode.ServiceUnavailable)) <= total / 1000, summary);
    }

    private async Task<long> RevisionOf(string slug)
    {
        await using var connection = new Npgsql.NpgsqlConnection(api.ConnectionString);
        return await Dapper.SqlMapper.QuerySingleAsync<long>(connection, "select revision from story where slug = @slug", new { slug });
    }
}
