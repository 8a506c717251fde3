using System.Collections.Concurrent;
using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Web.ResponseCache;

/// <summary>Every answer of two nodes, read while others write, compared with the log.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PressureTests(Api api) : IClassFixture<Api>
{
    private const int Stories = 20;

    /// <summary>How old an answer may be, of what was acknowledged when it was asked for: the poll of a node that missed a notification, and this machine.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);

    [Fact(Explicit = true)]
    [Trait("Category", "Endurance")]
    public async Task No_answer_is_older_than_its_revision_says_or_than_the_bound_and_none_mixes_two()
    {
        await using var other = await Node.Start(api.ConnectionString);
        HttpClient[] nodes = [api.Http, other.Http];
        var published = new ConcurrentBag<(string Slug, int Mark, long Revision, long At)>();
        var seen = new ConcurrentBag<(string Slug, int Mark, long Revision, long Asked)>();
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
                var address = random.Next(3) switch
                {
                    0 => "/v1/stories?limit=50&include=takeaways",
                    1 => $"/v1/stories?founder=pressed-{random.Next(3)}&include=takeaways&limit=50",
                    _ => $"/v1/stories/pressed-{random.Next(2)}-{random.Next(Stories / 2)}?body=markdown",
                };
                var asked = TimeProvider.System.GetTimestamp();
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                using var answer = await nodes[random.Next(2)].SendAsync(request);
                if (answer.StatusCode == HttpStatusCode.NotFound)
                {
                    continue; // it is not written yet
                }

                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
                foreach (var card in json["items"]?.AsArray() ?? [json.DeepClone()])
                {
                    var mark = (string)card!["title"]!;
                    Assert.Equal(mark, (string)card["dek"]!);
                    Assert.Equal([mark], card["takeaways"].Strings("statement"));
                    if (card["body"] is { } body)
                    {
                        Assert.StartsWith(mark, (string)body["content"]!, StringComparison.Ordinal);
                    }

                    seen.Add(((string)card["slug"]!, int.Parse(mark[5..], null), answer.Revision(), asked));
                }
            }
        })).ToList();
        await Task.WhenAll([.. writers, .. readers]);

        var log = published.GroupBy(entry => entry.Slug).ToDictionary(group => group.Key, group => group.OrderBy(entry => entry.Mark).ToList());
        Assert.True(seen.Count > 1000 && published.Count > 100, $"{seen.Count} cards were read, {published.Count} stories written.");
        foreach (var (slug, mark, revision, asked) in seen)
        {
            foreach (var entry in log[slug].Where(entry => entry.Mark > mark))
            {
                Assert.True(entry.Revision > revision, $"{slug} as of mark {mark} was told to be true at {revision}, but mark {entry.Mark} is of {entry.Revision}.");
                Assert.False(TimeProvider.System.GetElapsedTime(entry.At, asked) > Bound, $"{slug} as of mark {mark} was served {TimeProvider.System.GetElapsedTime(entry.At, asked)} after mark {entry.Mark} was acknowledged.");
            }

            Assert.All(log[slug].Where(entry => entry.Mark == mark), entry => Assert.True(entry.Revision <= revision, $"{slug} has mark {mark} at {revision}, before {entry.Revision}."));
        }
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Endurance")]
    public async Task Restarted_ten_times_under_load_the_database_costs_only_503s_with_Retry_After()
    {
        await using var database = await RestartableDatabase.Start();
        await using var one = await Node.Start(database.ConnectionString);
        await using var two = await Node.Start(database.ConnectionString, "--Cache:SizeLimitMegabytes=0");
        using var done = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<(int Node, HttpStatusCode Status), int>();
        List<string> wrong = [];
        var readers = Enumerable.Range(0, 8).Select(reader => Task.Run(async () =>
        {
            var random = new Random(reader);
            while (!done.IsCancellationRequested)
            {
                var node = random.Next(10) == 0 ? 1 : 0;
                var start = TimeProvider.System.GetTimestamp();
                using var answer = await (node == 0 ? one : two).Http.GetAsync(random.Next(4) switch { 0 => "/v1/stories", 1 => "/v1/founders", 2 => "/v1/topics", _ => "/v1/stories/nowhere" });
                answers.AddOrUpdate((node, answer.StatusCode), 1, (_, count) => count + 1);
                var text = await answer.Content.ReadAsStringAsync();
                var good = answer.StatusCode is HttpStatusCode.OK ? text.StartsWith("{\"items\":[]", StringComparison.Ordinal)
                    : answer.StatusCode is HttpStatusCode.NotFound || (answer.StatusCode is HttpStatusCode.ServiceUnavailable && answer.Headers.Contains("Retry-After"));
                if (!good || TimeProvider.System.GetElapsedTime(start).TotalSeconds > 2.5)
                {
                    lock (wrong)
                    {
                        wrong.Add($"{answer.StatusCode} after {TimeProvider.System.GetElapsedTime(start)}: {text}");
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

        var told = string.Join(", ", answers.OrderBy(entry => entry.Key).Select(entry => $"node {entry.Key.Node} {entry.Key.Status}: {entry.Value:N0}"));
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        Assert.True(wrong.Count == 0, $"{told}\n{string.Join('\n', wrong.Take(5))}");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        var total = answers.Where(entry => entry.Key.Node == 0).Sum(entry => entry.Value);
        Assert.True(answers.GetValueOrDefault((0, HttpStatusCode.ServiceUnavailable)) <= total / 1000, told);
    }

    private async Task<long> RevisionOf(string slug)
    {
        await using var connection = new Npgsql.NpgsqlConnection(api.ConnectionString);
        return await Dapper.SqlMapper.QuerySingleAsync<long>(connection, "select revision from story where slug = @slug", new { slug });
    }
}
