using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Web.ResponseCache;

/// <summary>Tests reads while the database is unavailable, and after it returns.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OutageTests
{
    [Fact]
    public async Task Cached_responses_survive_an_outage_others_return_503_and_reads_recover_within_a_second()
    {
        await using var database = await RestartableDatabase.Start();
        await using var node = await Node.Start(database.ConnectionString);
        using var before = await node.Http.GetAsync("/v1/stories");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.False(before.Headers.Contains("Age"));

        await database.Stop();
        await Waiting.Until(() => node.Log.Staleness is not null);
        await Task.Delay(1100);
        using var cached = await node.Http.GetAsync("/v1/stories");
        Assert.Equal((HttpStatusCode.OK, before.Headers.ETag), (cached.StatusCode, cached.Headers.ETag));
        Assert.InRange(cached.Headers.Age!.Value.TotalSeconds, 1, 30);
        Assert.StartsWith("content-api; hit; ttl=-", cached.Headers.GetValues("Cache-Status").Single(), StringComparison.Ordinal);
        List<double> durations = [];
        for (var n = 0; n < 20; n++)
        {
            var start = TimeProvider.System.GetTimestamp();
            using var uncached = await node.Http.GetAsync($"/v1/founders?limit={n + 1}");
            durations.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
            await uncached.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
            Assert.Equal("1", uncached.Headers.GetValues("Retry-After").Single());
        }

        Assert.InRange(durations.Order().ElementAt(10), 0, 0.5);

        using var invalid = await node.Http.GetAsync("/v1/founders?limit=0");
        Assert.Equal(HttpStatusCode.BadRequest, invalid.StatusCode);

        List<double> recoveryTimes = [];
        for (var n = 0; n < 3; n++)
        {
            await database.Restart();
            var start = TimeProvider.System.GetTimestamp();
            await Waiting.Until(async () =>
            {
                using var response = await node.Http.GetAsync("/v1/founders?limit=1");
                return response.StatusCode == HttpStatusCode.OK;
            });
            recoveryTimes.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
        }

        Assert.InRange(recoveryTimes.Min(), 0, 1); // the minimum, because a busy machine only adds time
        await Waiting.Until(() => node.Log.Staleness is null);
        using var after = await node.Http.GetAsync("/v1/stories");
        Assert.False(after.Headers.Contains("Age"));
        Assert.False(after.Headers.Contains("Cache-Status"));
    }

    [Fact]
    public async Task Restoring_the_database_to_an_earlier_revision_invalidates_the_cache()
    {
        await using var database = await RestartableDatabase.Start();
        await using var node = await Node.Start(database.ConnectionString);
        await using var connection = new Npgsql.NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await Dapper.SqlMapper.ExecuteAsync(connection, "update library_revision set revision = 5; insert into library_change (revision, kind, id, slug, operation, cache_tags) select n, 'topic', gen_random_uuid(), 'x', 'published', '{topics}' from generate_series(1, 5) n; select pg_notify('library', '')");
        await Waiting.Until(() => node.Log.Applied!.Number == 5);
        using var before = await node.Http.GetAsync("/v1/revision");

        await Dapper.SqlMapper.ExecuteAsync(connection, "update library_revision set revision = 3; delete from library_change where revision > 3; insert into topic (id, slug, name, name_key, revision) values (gen_random_uuid(), 'y', 'Y', 'y', 3)");
        await database.Restart();
        await Waiting.Until(() => node.Log.Applied!.Number == 3);
        await Waiting.Until(async () =>
        {
            using var response = await node.Http.GetAsync("/v1/revision");
            return response.StatusCode == HttpStatusCode.OK;
        });

        using var after = await node.Http.GetAsync("/v1/revision");
        Assert.Equal((5, 3), ((long)JsonNode.Parse(await before.Content.ReadAsStringAsync())!["revision"]!, (long)JsonNode.Parse(await after.Content.ReadAsStringAsync())!["revision"]!));
        Assert.Equal(3, after.Revision());
    }
}
