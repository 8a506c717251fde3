using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Tests.Delivery;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Web.ResponseCache;

/// <summary>
/// What a lock in the database makes certain: a read that begins before a publication and ends after it. A founder's page reads the
/// table of stories after its snapshot was taken, and the publication of a founder need not touch that table.
/// </summary>
public sealed class RaceTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    private const string Address = "/v1/founders/ada-weaver";

    [Fact]
    public async Task A_read_from_before_a_publication_is_served_to_nobody_who_came_after_it()
    {
        await using var node = await Node.Start(api.ConnectionString);
        await using var writer = new NpgsqlConnection(api.ConnectionString);
        await writer.OpenAsync();
        var before = node.Log.Applied!.Number;

        HttpResponseMessage early, late;
        await using (await Pause(writer))
        {
            var reading = node.Http.GetAsync(Address);
            await Waiting(1);
            await Publish("She wove on.");
            await Tests.Waiting.Until(() => node.Log.Applied.Number == before + 1);

            var asking = node.Http.GetAsync(Address); // after the publication: not this flight's
            await Task.Delay(100);
            Assert.False(asking.IsCompleted);
            await writer.ExecuteAsync("rollback");
            (early, late) = (await reading, await asking);
        }

        using (early)
        using (late)
        using (var kept = await node.Http.GetAsync(Address))
        {
            Assert.Equal((before, before + 1, before + 1), (early.Revision(), late.Revision(), kept.Revision()));
            Assert.NotEqual("She wove on.", await Bio(early));
            Assert.Equal(("She wove on.", "She wove on."), (await Bio(late), await Bio(kept)));
        }
    }

    [Fact]
    public async Task A_stampede_is_answered_by_one_query_even_if_the_one_who_asked_first_has_gone()
    {
        await using var node = await Node.Start(api.ConnectionString);
        await using var writer = new NpgsqlConnection(api.ConnectionString);
        await writer.OpenAsync();

        List<Task<HttpResponseMessage>> crowd;
        await using (await Pause(writer))
        {
            using var gone = new CancellationTokenSource();
            var first = node.Http.GetAsync(Address, gone.Token);
            await Waiting(1);
            crowd = Enumerable.Range(0, 50).Select(_ => node.Http.GetAsync(Address)).ToList();
            await Task.Delay(300);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            await Task.Delay(100);
            Assert.Equal(1, await Blocked());
            await writer.ExecuteAsync("rollback");
        }

        foreach (var answer in await Task.WhenAll(crowd))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            answer.Dispose();
        }
    }

    [Fact]
    public async Task What_is_held_and_304s_do_not_touch_the_database()
    {
        await using var node = await Node.Start(api.ConnectionString);
        using var first = await node.Http.GetAsync("/v1/stories");
        await using var writer = new NpgsqlConnection(api.ConnectionString);
        await writer.OpenAsync();
        await using (await Pause(writer))
        {
            using var held = await node.Http.GetAsync("/v1/stories?minRevision=1");
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/stories") { Headers = { { "If-None-Match", first.Headers.ETag!.Tag } } };
            using var same = await node.Http.SendAsync(request);

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (held.StatusCode, same.StatusCode));
            Assert.Equal(0, await Blocked());
            await writer.ExecuteAsync("rollback");
        }
    }

    private static async Task<string?> Bio(HttpResponseMessage response) => (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["bio"];

    /// <summary>Nobody reads stories until `rollback`.</summary>
    private static async Task<IAsyncDisposable> Pause(NpgsqlConnection writer)
    {
        await writer.ExecuteAsync("begin; lock table story in access exclusive mode");
        return new Release(writer);
    }

    /// <summary>As the publisher does it, with the least that is needed.</summary>
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

    private Task Waiting(int readers) => Tests.Waiting.Until(async () => await Blocked() == readers);

    private async Task<long> Blocked()
    {
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        return await connection.QuerySingleAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    }

    private sealed class Release(NpgsqlConnection writer) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await writer.ExecuteAsync("rollback");
    }
}
