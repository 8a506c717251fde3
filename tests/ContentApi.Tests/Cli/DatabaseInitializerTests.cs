using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentApi.Tests.ContractConformance;
using Npgsql;

namespace ContentApi.Tests.Cli;

/// <summary>Tests the initialization of a node that starts before its database is ready.</summary>
public sealed class DatabaseInitializerTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(false)] // the database exists, without a schema
    [InlineData(true)] // the database does not exist
    public async Task Sample_stories_load_once_the_database_exists_and_is_migrated(bool isMissing)
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabase(empty: true)) { Pooling = false };
        var (name, lateName) = (database.Database!, $"{database.Database}_late");
        if (isMissing)
        {
            database.Database = lateName;
        }

        using var server = Executable.Start(database.ConnectionString, "--urls=http://127.0.0.1:0", "--Library:SampleContent=true");
        try
        {
            var (address, _) = await Executable.ReadUntilListening(server);
            using var http = CheckedHandler.Client(new Uri(address));
            using (var notReady = await http.GetAsync(new Uri("/health/ready", UriKind.Relative)))
            {
                Assert.Equal(503, (int)notReady.StatusCode);
            }

            if (isMissing)
            {
                await using var admin = new NpgsqlConnection(postgres.ConnectionString);
                await admin.OpenAsync();
                await using var rename = new NpgsqlCommand($"alter database {name} rename to {lateName}", admin);
                await rename.ExecuteNonQueryAsync();
            }

            Assert.Equal(0, (await Executable.Run(database.ConnectionString, "migrate")).Code);
            var stories = 0;
            for (var attempt = 0; attempt < 300 && stories < 8; attempt++)
            {
                await Task.Delay(100);
                using var response = await http.GetAsync(new Uri("/v1/stories?count=true", UriKind.Relative));
                stories = response.IsSuccessStatusCode ? (int)(await response.Content.ReadFromJsonAsync<JsonNode>())!["totalCount"]! : 0;
            }

            await Executable.ReadLogUntil(server, "The node is ready"); // recommendations are computed after the stories are readable
            await Executable.Stop(server);
            Assert.Equal((8, 0), (stories, server.ExitCode));
        }
        finally
        {
            server.Kill(); // otherwise the node keeps polling after a failed test
        }
    }

    /// <summary>The port is open while the sample stories load. The test holds the lock that their import needs.</summary>
    [Fact]
    public async Task A_node_that_is_stopped_during_initialization_exits_without_errors()
    {
        var database = await postgres.CreateDatabase();
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var lockRevision = new NpgsqlCommand("select revision from library_revision for update", connection, transaction))
        {
            await lockRevision.ExecuteScalarAsync();
        }

        using var server = Executable.Start(database, "--urls=http://127.0.0.1:0", "--Library:SampleContent=true");
        try
        {
            await Executable.ReadUntilListening(server);
            await using var observer = new NpgsqlConnection(database);
            await observer.OpenAsync();
            await using var lockWaitQuery = new NpgsqlCommand("select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')", observer);
            for (var attempt = 0; attempt < 300 && !(bool)(await lockWaitQuery.ExecuteScalarAsync())!; attempt++)
            {
                await Task.Delay(100);
            }

            Assert.True((bool)(await lockWaitQuery.ExecuteScalarAsync())!);
            await Executable.Stop(server);
            Assert.Equal((0, ""), (server.ExitCode, await server.StandardError.ReadToEndAsync()));
            Assert.DoesNotContain("\"LogLevel\":\"Error\"", await server.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
        }
    }

    [Fact]
    public async Task A_node_with_a_database_of_an_older_incompatible_version_lives_is_not_ready_and_says_why()
    {
        const string Reason = "created by an older, incompatible version";
        using var server = Executable.Start(await OldDatabase.Create(postgres), "--urls=http://127.0.0.1:0");
        try
        {
            var (address, log) = await Executable.ReadUntilListening(server);
            if (!log.Exists(line => line.Contains(Reason, StringComparison.Ordinal)))
            {
                await Executable.ReadLogUntil(server, Reason);
            }

            using var http = CheckedHandler.Client(new Uri(address));
            using var live = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
            using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            Assert.Equal((200, 503), ((int)live.StatusCode, (int)ready.StatusCode));
            Assert.Contains(Reason, await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            await Executable.Stop(server);
            Assert.Equal(0, server.ExitCode);
        }
        finally
        {
            server.Kill();
        }
    }

    [Fact]
    public async Task A_node_with_a_database_that_a_newer_version_migrated_is_ready()
    {
        var database = await postgres.CreateDatabase();
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync();
            await using var newer = new NpgsqlCommand("insert into migration (script, checksum) values ('0006_newer.sql', 'newer')", connection);
            await newer.ExecuteNonQueryAsync();
        }

        using var server = Executable.Start(database, "--urls=http://127.0.0.1:0");
        try
        {
            var (address, _) = await Executable.ReadUntilListening(server);
            Assert.Equal(0, (await Executable.Run(null, "healthcheck", "--url", address)).Code);
            Assert.Equal((0, "The database is up to date.\n"), await Migrate());
            await Executable.Stop(server);
            Assert.Equal(0, server.ExitCode);
        }
        finally
        {
            server.Kill();
        }

        async Task<(int Code, string Output)> Migrate()
        {
            var (code, output, _) = await Executable.Run(database, "migrate");
            return (code, output);
        }
    }
}
