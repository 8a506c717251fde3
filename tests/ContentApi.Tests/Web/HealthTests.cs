using System.Net;
using ContentApi.Data;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ContentApi.Tests.Web;

public sealed class HealthTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_node_with_pending_migrations_is_live_but_not_ready_and_names_them()
    {
        await using var api = new UnmigratedApi(postgres);
        await api.InitializeAsync();

        Assert.Equal("live", (string)(await api.Json("/health/live"))["status"]!);
        var problem = await api.Problem(HttpStatusCode.ServiceUnavailable, "/health/ready");
        Assert.Contains("0001_library.sql", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Contains("migrate", (string)problem["detail"]!, StringComparison.Ordinal);
        using var stories = await api.Get("/v1/stories");
        await stories.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("1", stories.Headers.GetValues("Retry-After").Single());

        await api.Services.GetRequiredService<Migrator>().Migrate(CancellationToken.None);
        Assert.Equal("ready", (string)(await api.Json("/health/ready"))["status"]!);
        await api.Json("/v1/stories");
    }

    [Fact]
    public async Task Reads_succeed_after_the_database_has_closed_its_connections()
    {
        await using var api = new Api(postgres);
        await api.InitializeAsync();
        await api.Json("/v1/stories");

        await using (var admin = new NpgsqlConnection(api.ConnectionString))
        {
            await admin.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }

        await api.Json("/v1/stories");
    }

    [Fact]
    public async Task Without_a_database_reads_return_503_and_the_node_is_live()
    {
        await using var api = new UnreachableDatabaseApi(postgres);
        await api.InitializeAsync();

        using var response = await api.Get("/v1/stories/x");
        await response.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("1", response.Headers.GetValues("Retry-After").Single());
        await api.Problem(HttpStatusCode.ServiceUnavailable, "/health/ready");
        await api.Json("/health/live");
        await api.Json("/");
    }

    private sealed class UnmigratedApi(PostgresServer postgres) : Api(postgres)
    {
        private readonly PostgresServer postgres = postgres;

        protected override Task<string> CreateDatabase() => postgres.CreateDatabase(empty: true);
    }

    private sealed class UnreachableDatabaseApi(PostgresServer postgres) : Api(postgres)
    {
        protected override Task<string> CreateDatabase() => Task.FromResult("Host=127.0.0.1;Port=1;Username=nobody;Database=nothing");
    }
}
