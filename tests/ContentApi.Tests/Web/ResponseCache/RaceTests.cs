using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Tests.Delivery;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Web.ResponseCache;

/// <summary>
/// Tests reads that start before a publication and end after it. A lock on the table of stories controls the timing: a read of a founder
/// takes its snapshot before it reads that table, and publishing a founder does not need the table.
/// </summary>
public sealed class RaceTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    private const string FounderPath = "/v1/founders/ada-weaver";

    [Fact]
    public async Task A_request_after_a_publication_never_gets_a_response_from_before_it()
    {
        await using var node = await Node.Start(api.ConnectionString);
        await using var writer = new NpgsqlConnection(api.ConnectionString);
        await writer.OpenAsync();
        var before = node.Log.Applied!.Number;

        HttpResponseMessage early, late;
        await using (await LockStories(writer))
        {
            var earlyRequest = node.Http.GetAsync(FounderPath);
            await WaitForBlocked(1);
            await Publish("She wove on.");
            await Tests.Waiting.Until(() => node.Log.Applied.Number == before + 1);

            var lateRequest = node.Http.GetAsync(FounderPath); // started after the publication, so it must not share the early read
            await Task.Delay(100);
            Assert.False(lateRequest.IsCompleted);
            await writer.ExecuteAsync("rollback");
            (early, late) = (await earlyRequest, await lateRequest);
        }

        using (early)
        using (late)
        using (var cached = await node.Http.GetAsync(FounderPath))
        {
            Assert.Equal((before, before + 1, before + 1), (early.Revision(), late.Revision(), cached.Revision()));
            Assert.NotEqual("She wove on.", await Bio(early));
            Assert.Equal(("She wove on.", "She wove on."), (await Bio(late), await Bio(cached)));
        }
    }

    [Fact]
    public async Task Concurrent_requests_share_one_query_even_if_the_first_client_disconnects()
    {
        await using var node = await Node.Start(api.ConnectionString);
        await using var writer = new NpgsqlConnection(api.ConnectionString);
        await writer.OpenAsync();

        List<Task<HttpResponseMessage>> requests;
        await using (await LockStories(writer))
        {
            using var disconnection = new CancellationTokenSource();
            var first = node.Http.GetAsync(FounderPath, disconnection.Token);
            await WaitForBlocked(1);
            requests = Enumerable.Range(0, 50).Select(_ => node.Http.GetAsync(FounderPath)).ToList();
            await Task.Delay(300);
            await disconnection.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            await Task.Delay(100);
            Assert.Equal(1, await CountBlocked());
            await writer.ExecuteAsync("rollback");
        }

        foreach (var response in await Task.WhenAll(requests))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            response.Dispose();
        }
    }

    [Fact]
    public async Task Cached_responses_and_304s_do_not_use_the_database()
    {
        await using var node = await Node.Start(api.ConnectionString);
        using var first = await node.Http.GetAsync("/v1/stories");
        await using var writer = new NpgsqlConnection(api.ConnectionString);
        await writer.OpenAsync();
        await using (await LockStories(writer))
        {
            using var cached = await node.Http.GetAsync("/v1/stories?minRevision=1");
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/stories") { Headers = { { "If-None-Match", first.Headers.ETag!.Tag } } };
            using var notModified = await node.Http.SendAsync(request);

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (cached.StatusCode, notModified.StatusCode));
            Assert.Equal(0, await CountBlocked());
            await writer.ExecuteAsync("rollback");
        }
    }

    private static async Task<string?> Bio(HttpResponseMessage response) => (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["bio"];

    /// <summary>Blocks reads of stories until `rollback`.</summary>
    private static async Task<IAsyncDisposable> LockStories(NpgsqlConnection writer)
    {
        await writer.ExecuteAsync("begin; lock table story in access exclusive mode");
        return new Rollback(writer);
    }

    /// <summary>Publishes a founder as the publisher does, with the minimum of changes.</summary>
    private async Task Publish(string bio)
    {
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.ExecuteAsync(
            """
            with next as (update library_revision set revision = revision + 1, changed_at = clock_timestamp() returning revision, changed_at),
              changed as (update founder set bio = @bio, revision = next.revision from next where slug = 'ada-weaver' returning id, slug)
            insert into library_change (revision, kind, id, slug, operation, changed_at, cache_tags)
            select next.revision, 'founder', changed.id, changed.slug, 'updated', next.changed_at, array['founder:ada-weaver', 'founders', 'stories', 'names'] from next, changed;

            select pg_notify('library', '');
            """,
            new { bio });
    }

    private Task WaitForBlocked(int readers) => Tests.Waiting.Until(async () => await CountBlocked() == readers);

    private async Task<long> CountBlocked()
    {
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        return await connection.QuerySingleAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    }

    private sealed class Rollback(NpgsqlConnection writer) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await writer.ExecuteAsync("rollback");
    }
}
