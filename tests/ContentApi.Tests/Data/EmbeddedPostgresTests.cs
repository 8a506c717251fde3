using System.Diagnostics;
using ContentApi.Data;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ContentApi.Tests.Data;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("content-api-embedded-").FullName;

    [Fact]
    public async Task Data_survives_restarts()
    {
        await using (var first = await Start())
        {
            await Execute(first, "create table kept (n integer); insert into kept values (7)");
        }

        await using var second = await Start();
        Assert.Equal(7, await Execute(second, "select n from kept"));
    }

    [Fact]
    public async Task Several_users_share_it_and_the_last_one_out_stops_it()
    {
        var first = await Start();
        var second = await Start();
        await first.DisposeAsync();
        Assert.Equal(1, await Execute(second, "select 1"));

        await second.DisposeAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Execute(second, "select 1"));
    }

    [Fact]
    public async Task A_killed_server_leaves_a_stale_pid_file_that_is_survived()
    {
        await using var killed = await Start(durable: true);
        await Execute(killed, "create table kept as select 1 as n");
        var pid = int.Parse(File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).First(), null);
        using (var server = Process.GetProcessById(pid))
        {
            server.Kill();
            await server.WaitForExitAsync();
        }

        NpgsqlConnection.ClearAllPools();
        await using var next = await Start(durable: true);
        Assert.Equal(1, await Execute(next, "select n from kept"));
    }

    [Fact]
    public async Task A_half_made_cluster_is_made_again()
    {
        Directory.CreateDirectory(Path.Combine(folder, "postgres-15.new", "base"));
        Directory.CreateDirectory(Path.Combine(folder, "postgres-16.new", "base"));
        Directory.CreateDirectory(Path.Combine(folder, "postgres-17.new", "base"));

        await using var server = await Start();

        Assert.Equal(1, await Execute(server, "select 1"));
    }

    [Fact]
    public async Task A_deep_folder_gets_its_socket_elsewhere()
    {
        var deep = folder + new string('d', 100);
        await using (var server = await EmbeddedPostgres.Start(new() { DataPath = deep, Durable = false }, NullLogger.Instance, CancellationToken.None))
        {
            Assert.Equal(1, await Execute(server, "select 1"));
        }

        Directory.Delete(deep, recursive: true);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Cluster => Directory.GetDirectories(folder, "postgres-*").Single();

    private Task<EmbeddedPostgres> Start(bool durable = false) =>
        EmbeddedPostgres.Start(new() { DataPath = folder, Durable = durable }, NullLogger.Instance, CancellationToken.None);

    private static async Task<int> Execute(EmbeddedPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        return await connection.ExecuteScalarAsync<int>(sql);
    }
}
