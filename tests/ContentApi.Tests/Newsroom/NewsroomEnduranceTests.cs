using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Tests.ContractConformance;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Newsroom;

/// <summary>Tests guarantees that must hold under concurrent requests and after a killed process.</summary>
public sealed class NewsroomEnduranceTests(PostgresServer postgres, Api api) : IClassFixture<Api>
{
    [Fact(Explicit = true)]
    [Trait("Category", "Endurance")]
    public async Task Killing_the_service_loses_no_acknowledged_publication_and_leaves_none_incomplete()
    {
        const int kills = 30;
        var database = await postgres.CreateDatabase();
        await using var connection = new NpgsqlConnection(database);
        HashSet<string> acknowledged = [];
        var random = new Random(7);
        for (var kill = 0; kill < kills; kill++)
        {
            using var server = Executable.Start(database, "--urls=http://127.0.0.1:0", "--RateLimits:Enabled=false");
            var (url, _) = await Executable.ReadUntilListening(server);
            using var http = await NewsroomClients.CreateClient(url, database);
            var firstPublished = new TaskCompletionSource();
            var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
            {
                for (var n = 0; ; n++)
                {
                    var slug = $"killed-{kill}-{writer}-{n}";
                    var document = NewsroomClient.Document($"Killed {kill} {writer} {n}");
                    document["founder"] = new JsonObject { ["slug"] = $"founder-{n % 3}" };
                    document["topics"] = new JsonArray($"Topic {n % 4}");
                    document["takeaways"] = new JsonArray(new JsonObject { ["statement"] = "One." }, new JsonObject { ["statement"] = "Two." });
                    try
                    {
                        using var created = await http.Write(HttpMethod.Put, $"/v1/drafts/{slug}", document, ("If-None-Match", "*"));
                        using var published = await http.SendPublish(slug, 1);
                        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
                        lock (acknowledged)
                        {
                            acknowledged.Add(slug);
                        }

                        firstPublished.TrySetResult();
                    }
                    catch (HttpRequestException)
                    {
                        return; // the server was killed
                    }
                }
            })).ToList();
            await firstPublished.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await Task.Delay(random.Next(0, 600));
            server.Kill();
            await server.WaitForExitAsync();
            await Task.WhenAll(writers);
        }

        var slugs = (await connection.QueryAsync<string>("select slug from story")).ToHashSet();
        var (stories, takeaways, storyTopics, publishedDrafts, changes, revision, revisions) = await connection.QuerySingleAsync<(long, long, long, long, long, long, long)>("""
            select (select count(*) from story), (select count(*) from takeaway), (select count(*) from story_topic),
              (select count(*) from draft where published_version = 1), (select count(*) from library_change where kind = 'story' and operation = 'published'),
              (select revision from library_revision), (select count(distinct revision) from library_change)
            """);
        Assert.True(acknowledged.Count > kills, $"Only {acknowledged.Count} publications were acknowledged.");
        Assert.Subset(slugs, acknowledged);
        Assert.Equal((stories * 2, stories, stories, stories, stories, stories), (takeaways, storyTopics, publishedDrafts, changes, revision, revisions));
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Endurance")]
    public async Task A_crawl_with_the_changes_since_its_first_page_equals_the_library()
    {
        const int stories = 2000;
        foreach (var batch in Enumerable.Range(0, stories).Chunk(500))
        {
            await api.Import(batch.Select(n => ($"{n}.md", $"---\ntitle: Crawled {n}\npublishedAt: 2024-01-01T{n / 3600 % 24:00}:{n / 60 % 60:00}:{n % 60:00}Z\n---\nText {n}.")).ToArray());
        }

        using var done = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            var random = new Random(11);
            var writes = 0;
            for (var n = 0; !done.IsCancellationRequested; n++)
            {
                var slug = $"crawled-{random.Next(stories)}";
                switch (n % 4)
                {
                    case 0:
                        await api.Import(("new.md", $"---\ntitle: New {n}\npublishedAt: 2024-01-01T{random.Next(24):00}:00:00Z\n---\nText."));
                        break;
                    case 1:
                        await api.Import(("changed.md", $"---\ntitle: Changed {n}\nslug: {slug}\npublishedAt: 2024-01-01T{random.Next(24):00}:30:00Z\n---\nText, changed {n}."));
                        break;
                    case 2:
                        await api.Rename(slug, $"renamed-{n}");
                        break;
                    default:
                        await api.Withdraw(slug, "Test.");
                        break;
                }

                writes++;
            }

            return writes;
        });

        Dictionary<Guid, string> copy = [];
        using var first = await api.Get("/v1/stories?limit=50");
        var startRevision = long.Parse(first.Headers.GetValues("Content-Revision").Single(), null);
        var page = JsonNode.Parse(await first.Content.ReadAsStringAsync())!;
        while (true)
        {
            foreach (var card in page["items"]!.AsArray())
            {
                Assert.True(copy.TryAdd(Guid.Parse((string)card!["id"]!), (string)card["slug"]!), $"{card["slug"]} was returned twice.");
            }

            if ((string?)page["nextCursor"] is not { } cursor)
            {
                break;
            }

            await Task.Delay(40); // lets the writer change stories between two pages
            page = await api.Json($"/v1/stories?limit=50&cursor={cursor}");
        }

        await done.CancelAsync();
        var writes = await writer;
        for (var after = $"{startRevision}"; ;)
        {
            using var response = await api.Get($"/v1/changes?after={after}");
            var changes = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            foreach (var change in changes["items"]!.AsArray().Where(change => (string)change!["kind"]! == "story"))
            {
                var id = Guid.Parse((string)change!["id"]!);
                if ((string)change["operation"]! is "withdrawn" or "deleted")
                {
                    copy.Remove(id);
                }
                else
                {
                    copy[id] = (string)change["slug"]!;
                }
            }

            after = (string)changes["position"]!;
            if ((long)changes["lastRevision"]! == long.Parse(response.Headers.GetValues("Content-Revision").Single(), null))
            {
                break;
            }
        }

        await using var connection = new NpgsqlConnection(api.ConnectionString);
        var library = (await connection.QueryAsync<(Guid Id, string Slug)>("select id, slug from story")).ToDictionary(row => row.Id, row => row.Slug);
        Assert.True(writes > 10, $"The writer made only {writes} changes.");
        Assert.Equal(library.OrderBy(story => story.Key), copy.OrderBy(story => story.Key));
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Endurance")]
    public async Task Two_nodes_publish_a_scheduled_story_once_and_on_time()
    {
        var database = await postgres.CreateDatabase();
        using var firstServer = Executable.Start(database, "--urls=http://127.0.0.1:0", "--RateLimits:Enabled=false");
        using var secondServer = Executable.Start(database, "--urls=http://127.0.0.1:0", "--RateLimits:Enabled=false");
        using var first = await NewsroomClients.CreateClient((await Executable.ReadUntilListening(firstServer)).Address, database);
        using var second = await NewsroomClients.CreateClient((await Executable.ReadUntilListening(secondServer)).Address, database);
        await Task.WhenAll(new[] { first, second }.Select(async (node, n) => // warms up both nodes before the measurement
        {
            await node.Write(HttpMethod.Put, $"/v1/drafts/warm-{n}", NewsroomClient.Document($"Warm {n}"), ("If-None-Match", "*")).ShouldBe(HttpStatusCode.Created);
            await node.SendPublish($"warm-{n}", 1).ShouldBe(HttpStatusCode.OK);
        }));
        var document = NewsroomClient.Document("On the Dot", "Embargoed words.");
        document["founder"] = new JsonObject { ["slug"] = "dot-founder" };
        document["topics"] = new JsonArray("Dots");
        document["takeaways"] = new JsonArray(new JsonObject { ["statement"] = "Embargoed lesson." });
        await first.Write(HttpMethod.Put, "/v1/drafts/on-the-dot", document, ("If-None-Match", "*")).ShouldBe(HttpStatusCode.Created);
        var at = TimeProvider.System.GetUtcNow().AddSeconds(4);
        await first.Write(HttpMethod.Put, "/v1/drafts/on-the-dot/schedule", new JsonObject { ["version"] = 1, ["at"] = at.ToString("O") }, ("If-Match", "*")).ShouldBe(HttpStatusCode.Created);

        string[] urls =
        [
            "/v1/stories/on-the-dot", "/v1/stories", "/v1/story-batch?slugs=on-the-dot&body=text", "/v1/stories/on-the-dot/takeaways",
            "/v1/founders", "/v1/founders/dot-founder", "/v1/takeaways", "/v1/topics", "/v1/changes?include=story",
        ];
        string[] markers = ["On the Dot", "dot-founder", "embargoed", "\"dots\""];
        await Task.Delay(at.AddSeconds(-1) - TimeProvider.System.GetUtcNow());
        var delays = await Task.WhenAll(new[] { first, second }.SelectMany(node => urls.Select(url => Task.Run(async () =>
        {
            while (true)
            {
                var requestedAt = TimeProvider.System.GetUtcNow();
                var text = await node.GetStringAsyncOrEmpty(url);
                var respondedAt = TimeProvider.System.GetUtcNow();
                if (Array.Exists(markers, marker => text.Contains(marker, StringComparison.OrdinalIgnoreCase)))
                {
                    Assert.True(respondedAt >= at, $"{url} showed it {(at - respondedAt).TotalMilliseconds:N0} ms early.");
                    return (respondedAt - at).TotalSeconds;
                }

                Assert.True(requestedAt < at + Waiting.Hang, $"{url} does not show it.");
                await Task.Delay(50);
            }
        }))));
        Assert.InRange(delays.Order().ElementAt(delays.Length / 2), 0, 1); // the median: the machine may delay single responses

        await using var connection = new NpgsqlConnection(database);
        Assert.Equal((3, 1), await connection.QuerySingleAsync<(long, long)>("select (select revision from library_revision), (select count(*) from library_change where kind = 'story' and slug = 'on-the-dot')"));
        await Executable.Stop(firstServer);
        await Executable.Stop(secondServer);
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Endurance")]
    public async Task A_schedule_that_fell_due_during_downtime_is_published_after_the_restart()
    {
        var database = await postgres.CreateDatabase();
        using var killed = Executable.Start(database, "--urls=http://127.0.0.1:0");
        using (var http = await NewsroomClients.CreateClient((await Executable.ReadUntilListening(killed)).Address, database))
        {
            await http.Write(HttpMethod.Put, "/v1/drafts/slept-through", NewsroomClient.Document("Slept Through"), ("If-None-Match", "*")).ShouldBe(HttpStatusCode.Created);
            await http.Write(HttpMethod.Put, "/v1/drafts/slept-through/schedule", new JsonObject { ["version"] = 1, ["at"] = TimeProvider.System.GetUtcNow().AddSeconds(2).ToString("O") }, ("If-Match", "*")).ShouldBe(HttpStatusCode.Created);
        }

        killed.Kill();
        await killed.WaitForExitAsync();
        await using var connection = new NpgsqlConnection(database);
        await Task.Delay(2500);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*) from story"));

        using var restarted = Executable.Start(database, "--urls=http://127.0.0.1:0");
        using var reader = CheckedHandler.Client(new Uri((await Executable.ReadUntilListening(restarted)).Address));
        for (var attempt = 0; !(await reader.GetAsync("/v1/stories/slept-through")).IsSuccessStatusCode; attempt++)
        {
            Assert.True(attempt < 100, "It was not published after the restart.");
            await Task.Delay(50);
        }

        await Executable.Stop(restarted);
    }
}

internal static class NewsroomClients
{
    /// <summary>Creates a client of another process on this database, with a key that has the preview and write scopes.</summary>
    public static async Task<HttpClient> CreateClient(string url, string database)
    {
        var (_, key, _) = await Executable.Run(database, "key", "create", "--name", "Endurance", "--scope", "preview", "--scope", "write");
        var http = CheckedHandler.Client(new Uri(url));
        http.DefaultRequestHeaders.Authorization = new("Bearer", key.Trim());
        return http;
    }

    public static async Task<string> GetStringAsyncOrEmpty(this HttpClient http, string url)
    {
        using var response = await http.GetAsync(url);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : "";
    }
}
