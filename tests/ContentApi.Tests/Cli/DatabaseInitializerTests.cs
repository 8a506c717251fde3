using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ContentApi.Tests.ContractConformance;
using Npgsql;

namespace ContentApi.Tests.Cli;

/// <summary>Tests the preparation of a node that starts before its database is ready.</summary>
public sealed class DatabaseInitializerTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(false)] // the database exists, without a schema
    [InlineData(true)] // the database does not exist
    public async Task Sample_stories_come_as_soon_as_the_database_is_there_and_migrated(bool away)
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabase(empty: true)) { Pooling = false };
        var (name, late) = (database.Database!, $"{database.Database}_late");
        if (away)
        {
            database.Database = late;
        }

        using var server = Executable.Start(database.ConnectionString, "--urls=http://127.0.0.1:0", "--Library:SampleContent=true");
        try
        {
            var (address, _) = await Executable.Listening(server);
            using var http = CheckedHandler.Client(new Uri(address));
            using (var early = await http.GetAsync(new Uri("/health/ready", UriKind.Relative)))
            {
                Assert.Equal(503, (int)early.StatusCode);
            }

            if (away)
            {
                await using var admin = new NpgsqlConnection(postgres.ConnectionString);
                await admin.OpenAsync();
                await using var rename = new NpgsqlCommand($"alter database {name} rename to {late}", admin);
                await rename.ExecuteNonQueryAsync();
            }

            Assert.Equal(0, (await Executable.Run(database.ConnectionString, "migrate")).Code);
            var stories = 0;
            for (var attempt = 0; attempt < 300 && stories < 8; attempt++)
            {
                await Task.Delay(100);
                using var answer = await http.GetAsync(new Uri("/v1/stories?count=true", UriKind.Relative));
                stories = answer.IsSuccessStatusCode ? (int)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["totalCount"]! : 0;
            }

            await Executable.Until(server, "The node is ready"); // recommendations are computed after the stories are readable
            await Executable.Stop(server);
            Assert.Equal((8, 0), (stories, server.ExitCode));
        }
        finally
        {
            server.Kill(); // after a failed test it would otherwise keep polling
        }
    }

    /// <summary>The port is open while the sample stories load. The test holds the lock that loading needs.</summary>
    [Fact]
    public async Task A_node_that_is_told_to_stop_before_it_is_prepared_stops_as_any_other()
    {
        var database = await postgres.CreateDatabase();
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var holding = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select revision from library_revision for update", connection, holding))
        {
            await hold.ExecuteScalarAsync();
        }

        using var server = Executable.Start(database, "--urls=http://127.0.0.1:0", "--Library:SampleContent=true");
        try
        {
            await Executable.Listening(server);
            await using var asking = new NpgsqlConnection(database);
            await asking.OpenAsync();
            await using var waits = new NpgsqlCommand("select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')", asking);
            for (var attempt = 0; attempt < 300 && !(bool)(await waits.ExecuteScalarAsync())!; attempt++)
            {
                await Task.Delay(100);
            }

            Assert.True((bool)(await waits.ExecuteScalarAsync())!);
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
            var (address, log) = await Executable.Listening(server);
            if (!log.Exists(line => line.Contains(Reason, StringComparison.Ordinal)))
            {
                await Executable.Until(server, Reason);
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
            var (address, _) = await Executable.Listening(server);
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
