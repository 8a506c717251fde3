namespace ContentApi.Tests.Cli;

/// <summary>Tests the executable as an operator runs it: commands, exit codes and output.</summary>
public sealed class CommandLineTests(PostgresServer postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("content-api-commands-").FullName;

    [Fact]
    public async Task Help_lists_the_commands()
    {
        var (code, output, _) = await Executable.Run(null, "--help");

        Assert.Equal(0, code);
        Assert.All(["migrate", "import", "healthcheck", "--urls"], text => Assert.Contains(text, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("imprt", "x")]
    [InlineData("import")]
    [InlineData("serve")]
    [InlineData("migrate", "now")]
    public async Task Invalid_usage_exits_with_2_and_refers_to_help(params string[] args)
    {
        var (code, _, error) = await Executable.Run(await postgres.CreateDatabase(), args);

        Assert.Equal(2, code);
        Assert.Contains("--help", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("migrate")]
    public async Task A_command_without_a_database_exits_with_3(string command)
    {
        string[] args = command == "import" ? [command, folder] : [command];
        await File.WriteAllTextAsync(Path.Combine(folder, "a.md"), "# A\n\nB.");

        var unconfigured = await Executable.Run(null, args);
        var unreachable = await Executable.Run("Host=127.0.0.1;Port=1;Username=x;Database=x", args);

        Assert.Equal((3, 3), (unconfigured.Code, unreachable.Code));
        Assert.Contains("ConnectionStrings__Content", unconfigured.Error, StringComparison.Ordinal);
        Assert.Contains("database is unavailable", unreachable.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", unconfigured.Error + unreachable.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--environment", "Development", "--urls", "http://127.0.0.1:0")] // serves, and migrates at start
    [InlineData("migrate")]
    [InlineData("reindex")]
    [InlineData("import", "none.md")]
    [InlineData("key", "create", "--name", "Tests", "--scope", "read", "--environment", "Development")]
    public async Task With_a_database_of_an_older_incompatible_version_a_command_exits_with_3_and_says_how_to_reset_it(params string[] args)
    {
        var (code, _, error) = await Executable.Run(await OldDatabase.Create(postgres), args);

        Assert.Equal(3, code);
        Assert.EndsWith(
            "The database was created by an older, incompatible version (its 0001_library.sql differs): reset it with "
            + "`dotnet run --project src/ContentApi -- reset` if it is embedded, or with `docker compose down --volumes` if it belongs to compose; "
            + "otherwise use an empty database.\n",
            error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_after_migrate_reports_each_document_and_imports_the_valid_ones()
    {
        var database = await postgres.CreateDatabase(empty: true);
        Directory.CreateDirectory(Path.Combine(folder, "deep"));
        Directory.CreateDirectory(Path.Combine(folder, ".git"));
        await File.WriteAllTextAsync(Path.Combine(folder, "good.md"), "---\ntitle: Good\nclub: x\nrecommendations: [missing-one]\n---\nBody.");
        await File.WriteAllTextAsync(Path.Combine(folder, "deep", "plain.txt"), "Plain\n\nBody.");
        await File.WriteAllTextAsync(Path.Combine(folder, "deep", "same.markdown"), "# Good\n\nBody of another.");
        await File.WriteAllTextAsync(Path.Combine(folder, "bad.md"), "---\ntitle: Bad\ndate: never\n---\nBody.");
        await File.WriteAllTextAsync(Path.Combine(folder, "long.md"), $"---\ntitle: {new string('x', 301)}\ntopics: [{string.Join(',', Enumerable.Range(0, 21))}]\n---\nBody.");
        await File.WriteAllTextAsync(Path.Combine(folder, "picture.png"), "no text");

        var unmigrated = await Executable.Run(database, "import", folder);
        var migrate = await Executable.Run(database, "migrate");
        var repeated = await Executable.Run(database, "migrate");
        var import = await Executable.Run(database, "import", folder);
        var lines = import.Output.Split('\n').Select(line => line.Replace(folder + "/", "", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, unmigrated.Code);
        Assert.Equal(0, migrate.Code);
        Assert.StartsWith("Applied 0001_library.sql, ", migrate.Output, StringComparison.Ordinal);
        Assert.Equal((0, "The database is up to date.\n"), (repeated.Code, repeated.Output));
        Assert.Equal(1, import.Code);
        Assert.Contains(".git: skipped: a hidden or linked folder", lines);
        Assert.Contains("picture.png: skipped: not a .md, .markdown or .txt file", lines);
        Assert.Contains("deep/plain.txt: created plain", lines);
        Assert.Contains("deep/same.markdown: created good", lines);
        Assert.Contains(lines, line => line.StartsWith("bad.md:3: error: 'date' must be an existing date, such as 2025-08-26 or 2025-08-26T06:00:00Z, not 'never'", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("long.md: error: title: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("long.md: error: topics: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("good.md:3: warning: the unknown key 'club' is ignored", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("good.md: error: the slug 'good' is already used by", StringComparison.Ordinal));
        Assert.Contains("2 created, 0 updated, 0 draft, 0 unchanged, 3 failed; 1 warning; 2 skipped.", lines);

        var single = await Executable.Run(database, "import", Path.Combine(folder, "good.md"));
        Assert.Equal(0, single.Code); // warnings do not fail an import
        Assert.Contains("recommends 'missing-one', which is not in the library", single.Output, StringComparison.Ordinal);
        Assert.Contains("0 created, 1 updated", single.Output, StringComparison.Ordinal);
        Assert.Contains("0 created, 0 updated, 0 draft, 1 unchanged", (await Executable.Run(database, "import", Path.Combine(folder, "good.md"))).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Executable.Run(database, "import", Path.Combine(folder, "nothing-here"))).Code);
    }

    [Fact]
    public async Task The_service_honors_ASPNET_Core_options_and_stops_gracefully()
    {
        var database = await postgres.CreateDatabase();
        using var server = Executable.Start(database, "--urls", "http://127.0.0.1:0", "--environment", "Staging", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information");
        var (url, log) = await Executable.ReadUntilListening(server);

        Assert.Contains(log, line => line.Contains("Staging", StringComparison.Ordinal));
        var healthy = await Executable.Run(null, "healthcheck", "--url", url);
        Assert.Equal((0, """{"status":"ready"}"""), (healthy.Code, healthy.Output.Trim()));
        await Executable.Stop(server);
        Assert.Equal(0, server.ExitCode);
        Assert.Equal(1, (await Executable.Run(null, "healthcheck", "--url", url)).Code);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
