using System.Diagnostics;
using System.Net;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.EmbeddedPostgres;
using ContentApi.Web.Security;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContentApi.Tests.Web.Security;

/// <summary>Tests the keys that nodes cache: changes take effect on all nodes, and cached keys stay valid while the database is unavailable.</summary>
public sealed class ApiKeyCacheTests(PostgresServer postgres)
{
    [Fact]
    public async Task Another_node_accepts_a_new_key_at_once_and_rejects_a_revoked_key_within_a_second()
    {
        await using var first = new Api(postgres);
        await first.InitializeAsync();
        await using var second = new SharedDatabaseApi(postgres, first.ConnectionString);
        await second.InitializeAsync();
        var admin = (await first.CreateKey("Admin", [Scope.Admin])).Key;

        List<double> delays = [];
        for (var round = 0; round < 5; round++)
        {
            var key = await first.CreateKey("Short-lived", [Scope.Read]);
            Assert.Equal(HttpStatusCode.OK, await second.Http.Send("GET", "/v1/stories", key.Key).Status());

            Assert.Equal(HttpStatusCode.NoContent, await first.Http.Send("DELETE", $"/v1/keys/{key.Id}", admin).Status());
            var start = Stopwatch.GetTimestamp();
            await Waiting.Until(async () => await second.Http.Send("GET", "/v1/stories", key.Key).Status() == HttpStatusCode.Unauthorized);
            delays.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        Assert.InRange(delays.Order().ElementAt(2), 0, 1); // the median, because a busy machine may delay some
    }

    [Fact]
    public async Task An_expired_key_returns_401()
    {
        await using var api = new Api(postgres);
        await api.InitializeAsync();
        var key = await api.CreateKey("Brief", [Scope.Read], TimeProvider.System.GetUtcNow().AddSeconds(4));

        Assert.Equal(HttpStatusCode.OK, await api.Http.Send("GET", "/v1/stories", key.Key).Status());
        await Task.Delay(TimeSpan.FromSeconds(4.5));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.Http.Send("GET", "/v1/stories", key.Key).Status());
    }

    [Fact]
    public async Task Concurrent_unknown_keys_are_rejected_while_a_new_key_is_accepted()
    {
        await using var api = new Api(postgres);
        await api.InitializeAsync();

        var guesses = Enumerable.Range(0, 200).Select(_ => api.Http.Send("GET", "/v1/stories", ApiKeyToken.Create()).Status()).ToList();
        var key = await api.CreateKey("Between", [Scope.Read]);
        Assert.Equal(HttpStatusCode.OK, await api.Http.Send("GET", "/v1/stories", key.Key).Status());

        Assert.All(await Task.WhenAll(guesses), status => Assert.Equal(HttpStatusCode.Unauthorized, status));
    }

    [Fact]
    public async Task While_the_database_is_unavailable_cached_keys_stay_valid_and_unknown_keys_return_503()
    {
        var folder = Directory.CreateTempSubdirectory("content-api-away-").FullName;
        var options = new EmbeddedOptions { DataPath = folder, IsDurable = false };
        try
        {
            var server = await EmbeddedPostgresServer.Start(options, NullLogger.Instance, CancellationToken.None);
            await using (var database = new Database(server.ConnectionString, new() { ReadRole = PostgresServer.ReadRole }, NullLoggerFactory.Instance))
            {
                await new Migrator(database, NullLogger<Migrator>.Instance).Migrate(CancellationToken.None);
            }

            await using var api = new SharedDatabaseApi(postgres, server.ConnectionString);
            await api.InitializeAsync();
            var admin = await api.CreateKey("Admin", [Scope.Admin]);
            var preview = await api.CreateKey("Preview", [Scope.Preview]);
            Assert.Equal(HttpStatusCode.OK, await api.Http.Send("GET", "/v1/keys", admin.Key).Status());
            Assert.Equal(HttpStatusCode.Forbidden, await api.Http.Send("GET", "/v1/keys", preview.Key).Status());

            await server.DisposeAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.Http.Send("GET", "/v1/keys", admin.Key).Status());
            Assert.Equal(HttpStatusCode.Forbidden, await api.Http.Send("GET", "/v1/keys", preview.Key).Status());
            Assert.Equal(HttpStatusCode.NotFound, await api.Http.Send("GET", "/v1/nowhere", preview.Key).Status());
            using var unknown = await api.Http.Send("GET", "/v1/nowhere", ApiKeyToken.Create());
            await unknown.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
            Assert.Equal("1", unknown.Header("Retry-After"));
            Assert.Equal(HttpStatusCode.Unauthorized, await api.Http.Send("GET", "/v1/nowhere", "cak_mistyped").Status());

            await using var restarted = await EmbeddedPostgresServer.Start(options, NullLogger.Instance, CancellationToken.None);
            Assert.Equal(HttpStatusCode.NoContent, await api.Http.Send("DELETE", $"/v1/keys/{preview.Id}", admin.Key).Status());
            Assert.Equal(HttpStatusCode.Unauthorized, await api.Http.Send("GET", "/v1/nowhere", preview.Key).Status());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
