using System.Diagnostics;
using System.Runtime.Versioning;
using ContentApi.EmbeddedPostgres;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ContentApi.Tests.EmbeddedPostgres;

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
    public async Task Instances_share_one_server_and_the_last_to_be_disposed_stops_it()
    {
        var first = await Start();
        var second = await Start();
        await first.DisposeAsync();
        Assert.Equal(1, await Execute(second, "select 1"));

        await second.DisposeAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Execute(second, "select 1"));
    }

    [Fact]
    public async Task Start_ignores_the_pid_file_of_a_killed_server()
    {
        await using var killed = await Start(durable: true);
        await Execute(killed, "create table kept as select 1 as n");
        await Kill();

        await using var next = await Start(durable: true);
        Assert.Equal(1, await Execute(next, "select n from kept"));
    }

    [Theory]
    [InlineData("true & echo $!; exec sleep 60")] // a zombie: exec replaced its parent with a program that does not wait for it
    [InlineData("echo $$; exec sleep 60")] // another process of the same user, as after a container restart
    public async Task Start_ignores_a_stale_pid_file_whose_pid_belongs_to_another_process(string otherCommand)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "This test needs /proc.");
        await using var killed = await Start(durable: true);
        await Execute(killed, "create table kept as select 1 as n");
        string[] pidFiles = [Path.Combine(Cluster, "postmaster.pid"), Path.Combine(folder, "socket", ".s.PGSQL.5432.lock")];
        var contents = pidFiles.Select(File.ReadAllText).ToList();
        var pid = await Kill();

        var shell = new ProcessStartInfo("/bin/sh", ["-c", otherCommand]) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Environment.IsPrivilegedProcess)
        {
            shell.UserName = "postgres";
        }

        using var other = Process.Start(shell)!;
        try
        {
            var otherPid = await other.StandardOutput.ReadLineAsync();
            foreach (var (path, text) in pidFiles.Zip(contents))
            {
                await File.WriteAllTextAsync(path, text.Replace($"{pid}\n", $"{otherPid}\n", StringComparison.Ordinal));
            }

            var time = Stopwatch.StartNew();
            await using var next = await Start(durable: true);
            Assert.Equal(1, await Execute(next, "select n from kept"));
            Assert.InRange(time.Elapsed, TimeSpan.Zero, Waiting.Hang / 2);
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public async Task Starting_while_another_instance_stops_waits_and_restarts_the_server()
    {
        var first = await Start();
        var stopping = first.DisposeAsync();
        await using var second = await Start();
        await stopping;

        Assert.Equal(1, await Execute(second, "select 1"));
    }

    [Fact]
    public async Task Start_fails_if_the_data_needs_a_PostgreSQL_version_that_is_not_installed()
    {
        Directory.CreateDirectory(Path.Combine(folder, "postgres-99"));
        await File.WriteAllTextAsync(Path.Combine(folder, "postgres-99", "PG_VERSION"), "99\n");

        var exception = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => Start());

        Assert.Contains($"{folder}/postgres-99, which only PostgreSQL 99 can open", exception.Message, StringComparison.Ordinal);
        Assert.Matches($"empty database in {folder}/postgres-[0-9]+|no PostgreSQL was found", exception.Message);
        Assert.Contains("pg_dump", exception.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(folder, "postgres-*"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Binaries_are_found_through_pg_config()
    {
        await using var server = await Start();
        var installed = await PostgresBinaries.Find(EmbeddedPostgresFolders.From(new() { DataPath = folder }), NullLogger.Instance, CancellationToken.None);
        var (path, programs) = (Path.Combine(folder, "path"), Path.Combine(folder, "programs"));
        Directory.CreateDirectory(path);
        Directory.CreateSymbolicLink(programs, installed.Folder);
        await File.WriteAllTextAsync(Path.Combine(path, "pg_config"), $"#!/bin/sh\n[ \"$1\" = --bindir ] && echo {programs}\n");
        File.SetUnixFileMode(Path.Combine(path, "pg_config"), (UnixFileMode)0b111_101_101);

        var migrate = Executable.Prepare(null, "migrate", "--environment=Development", $"--Embedded:DataPath={folder}", "--Logging:LogLevel:Default=Information");
        var otherFolders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Where(directory => !File.Exists(Path.Combine(directory, "initdb")));
        migrate.Environment["PATH"] = string.Join(Path.PathSeparator, otherFolders.Prepend(path));
        var (code, output, error) = await Executable.Finish(Process.Start(migrate)!);

        Assert.True(code == 0, error);
        Assert.Contains($" the programs in {programs} and ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_names_the_setting_if_the_data_folder_cannot_be_created()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "");

        var exception = await Assert.ThrowsAsync<EmbeddedPostgresException>(() =>
            EmbeddedPostgresServer.Start(new() { DataPath = Path.Combine(file, "below") }, NullLogger.Instance, CancellationToken.None));

        Assert.Contains("Embedded:DataPath", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incomplete_cluster_is_created_again()
    {
        Directory.CreateDirectory(Path.Combine(folder, "postgres-15.new", "base"));
        Directory.CreateDirectory(Path.Combine(folder, "postgres-16.new", "base"));
        Directory.CreateDirectory(Path.Combine(folder, "postgres-17.new", "base"));

        await using var server = await Start();

        Assert.Equal(1, await Execute(server, "select 1"));
    }

    [Fact]
    public async Task A_data_path_that_is_too_long_for_a_socket_is_supported()
    {
        var deep = folder + new string('d', 100);
        await using (var server = await EmbeddedPostgresServer.Start(new() { DataPath = deep, IsDurable = false }, NullLogger.Instance, CancellationToken.None))
        {
            Assert.Equal(1, await Execute(server, "select 1"));
        }

        Directory.Delete(deep, recursive: true);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Each_checkout_has_its_own_data_folder()
    {
        var (one, two) = (CreateCheckout("one/content api"), CreateCheckout("two/content api"));
        var debug = EmbeddedPostgresFolders.From(new(), Path.Combine(one, "src/ContentApi/bin/Debug/net10.0/"));
        var release = EmbeddedPostgresFolders.From(new(), Path.Combine(one, "src/ContentApi/bin/Release/net10.0"));
        var other = EmbeddedPostgresFolders.From(new(), Path.Combine(two, "src/ContentApi/bin/Debug/net10.0/"));
        var published = EmbeddedPostgresFolders.From(new(), Path.Combine(folder, "elsewhere"));

        Assert.Equal(debug, release);
        Assert.Equal(3, new[] { debug.Root, other.Root, published.Root }.Distinct().Count());
        Assert.Matches("^content-api-[0-9a-f]{12}$", Path.GetFileName(debug.Root));
        Assert.Matches("^elsewhere-[0-9a-f]{12}$", Path.GetFileName(published.Root));
        Assert.Equal(debug.Binaries, other.Binaries);

        string CreateCheckout(string name)
        {
            var checkout = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            File.WriteAllText(Path.Combine(checkout, "ContentApi.sln"), "");
            return checkout;
        }
    }

    [Fact]
    public async Task Reset_deletes_only_the_embedded_database()
    {
        string[] settings = ["--environment=Development", $"--Embedded:DataPath={folder}"];
        var nothing = await Executable.Run(null, ["reset", .. settings]);
        var created = await Executable.Run(null, ["migrate", .. settings]);
        var configured = await Executable.Run("Host=127.0.0.1;Port=1", ["reset", .. settings]);
        var production = await Executable.Run(null, "reset", $"--Embedded:DataPath={folder}");
        var reset = await Executable.Run(null, ["reset", .. settings]);
        var again = await Executable.Run(null, ["migrate", .. settings]);

        Assert.Equal((0, "There is no embedded database to delete.\n"), (nothing.Code, nothing.Output));
        Assert.Equal(2, configured.Code);
        Assert.Contains("ConnectionStrings:Content configures another database", configured.Error, StringComparison.Ordinal);
        Assert.Equal(2, production.Code);
        Assert.Equal((0, $"Deleted the embedded database in {folder}. The next start creates a new one.\n"), (reset.Code, reset.Output));
        Assert.All([created, again], run => Assert.StartsWith("Applied 0001", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reset_fails_while_the_database_is_in_use_and_stops_an_abandoned_server()
    {
        string[] reset = ["reset", "--environment=Development", $"--Embedded:DataPath={folder}"];
        var server = await Start(durable: true);
        var refused = await Executable.Run(null, reset);
        Assert.Equal(3, refused.Code);
        Assert.Contains("is in use", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, await Execute(server, "select 1"));

        server.Abandon();
        Assert.Equal(0, (await Executable.Run(null, reset)).Code);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Execute(server, "select 1"));
        Assert.Empty(Directory.GetDirectories(folder, "postgres-*"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Cluster => Directory.GetDirectories(folder, "postgres-*").Single();

    private Task<EmbeddedPostgresServer> Start(bool durable = false) =>
        EmbeddedPostgresServer.Start(new() { DataPath = folder, IsDurable = durable }, NullLogger.Instance, CancellationToken.None);

    /// <summary>Kills the server as a crash does, so that its files remain, and returns its process ID.</summary>
    private async Task<int> Kill()
    {
        var pid = int.Parse(File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).First(), null);
        using var server = Process.GetProcessById(pid);
        server.Kill();
        await server.WaitForExitAsync();
        NpgsqlConnection.ClearAllPools();
        return pid;
    }

    private static async Task<int> Execute(EmbeddedPostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        return await connection.ExecuteScalarAsync<int>(sql);
    }
}
