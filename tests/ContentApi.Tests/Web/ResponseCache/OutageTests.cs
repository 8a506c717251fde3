using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Web.ResponseCache;

/// <summary>The database goes away, and comes back.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OutageTests
{
    [Fact]
    public async Task What_is_held_is_served_the_rest_is_503_at_once_and_all_is_back_within_a_second()
    {
        await using var database = await RestartableDatabase.Start();
        await using var node = await Node.Start(database.ConnectionString);
        using var before = await node.Http.GetAsync("/v1/stories");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.False(before.Headers.Contains("Age"));

        await database.Stop();
        await Waiting.Until(() => node.Log.Staleness is not null);
        await Task.Delay(1100);
        using var held = await node.Http.GetAsync("/v1/stories");
        Assert.Equal((HttpStatusCode.OK, before.Headers.ETag), (held.StatusCode, held.Headers.ETag));
        Assert.InRange(held.Headers.Age!.Value.TotalSeconds, 1, 30);
        Assert.StartsWith("content-api; hit; ttl=-", held.Headers.GetValues("Cache-Status").Single(), StringComparison.Ordinal);
        List<double> refused = [];
        for (var n = 0; n < 20; n++)
        {
            var start = TimeProvider.System.GetTimestamp();
            using var missing = await node.Http.GetAsync($"/v1/founders?limit={n + 1}");
            refused.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
            await missing.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
            Assert.Equal("1", missing.Headers.GetValues("Retry-After").Single());
        }

        Assert.InRange(refused.Order().ElementAt(10), 0, 0.5);

        using var invalid = await node.Http.GetAsync("/v1/founders?limit=0");
        Assert.Equal(HttpStatusCode.BadRequest, invalid.StatusCode);

        List<double> back = [];
        for (var n = 0; n < 3; n++)
        {
            await database.Restart();
            var start = TimeProvider.System.GetTimestamp();
            await Waiting.Until(async () =>
            {
                using var answer = await node.Http.GetAsync("/v1/founders?limit=1");
                return answer.StatusCode == HttpStatusCode.OK;
            });
            back.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
        }

        Assert.InRange(back.Min(), 0, 1); // a busy machine only ever adds
        await Waiting.Until(() => node.Log.Staleness is null);
        using var after = await node.Http.GetAsync("/v1/stories");
        Assert.False(after.Headers.Contains("Age"));
        Assert.False(after.Headers.Contains("Cache-Status"));
    }

    [Fact]
    public async Task A_database_that_was_restored_to_an_earlier_state_makes_all_that_was_held_worthless()
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
            using var answer = await node.Http.GetAsync("/v1/revision");
            return answer.StatusCode == HttpStatusCode.OK;
        });

        using var after = await node.Http.GetAsync("/v1/revision");
        Assert.Equal((5, 3), ((long)JsonNode.Parse(await before.Content.ReadAsStringAsync())!["revision"]!, (long)JsonNode.Parse(await after.Content.ReadAsStringAsync())!["revision"]!));
        Assert.Equal(3, after.Revision());
    }
}
