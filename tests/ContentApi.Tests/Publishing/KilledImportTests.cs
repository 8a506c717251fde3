using System.Diagnostics;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Publishing;

/// <summary>
/// Tests that an import that is killed or runs out of disk space leaves complete documents and a gapless log, and can be repeated.
/// </summary>
public sealed class KilledImportTests(PostgresServer postgres) : IDisposable
{
    private const int Stories = 600;
    private const int Kills = 8;

    private readonly string folder = Directory.CreateTempSubdirectory("content-api-killed-").FullName;

    [Fact]
    public async Task Without_temporary_files_documents_are_imported_and_the_next_run_computes_their_lists()
    {
        for (var n = 0; n < 130; n++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{n}.md"), $"---\ntitle: Story {n}\n---\n{string.Join(' ', Enumerable.Range(0, 2_500).Select(word => $"w{n}x{word}"))}");
        }

        var database = await postgres.CreateDatabase();
        await using var connection = new NpgsqlConnection(database);
        var startInfo = Executable.Prepare(database, "import", folder);
        startInfo.Environment["TMPDIR"] = Path.Combine(folder, "nowhere");
        var (code, output, error) = await Executable.Finish(Process.Start(startInfo)!);

        Assert.Equal((1, 130), (code, await connection.ExecuteScalarAsync<int>("select count(*) from story")));
        Assert.Contains("130 created", output, StringComparison.Ordinal);
        Assert.Contains("The import did not complete", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ContentApi", error, StringComparison.Ordinal);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*) from story_terms"));

        (code, output, _) = await Executable.Run(database, "import", folder);
        Assert.Equal((0, 130), (code, await connection.ExecuteScalarAsync<int>("select count(*) from story_terms")));
        Assert.Contains("130 unchanged", output, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Endurance")]
    public async Task A_killed_import_leaves_complete_stories_and_can_be_repeated()
    {
        for (var n = 0; n < Stories; n++)
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder, $"{n}.md"),
                $"---\ntitle: Story {n}\nfounder: founder-{n % 7}\ntopics: [Topic {n % 5}]\ntakeaways: [{{ statement: One }}, {{ statement: Two }}]\n---\n{string.Join("\n\n", Enumerable.Repeat("A paragraph of the story.", 40))}");
        }

        var database = await postgres.CreateDatabase();
        await using var connection = new NpgsqlConnection(database);
        var killed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var import = StartImport(database);
            await Task.WhenAny(import.WaitForExitAsync(), Task.Delay(500 + (kill * 100)));
            if (!import.HasExited)
            {
                import.Kill();
                killed++;
            }

            await import.WaitForExitAsync();
            await AssertStoriesAreComplete(connection);
        }

        Assert.True(killed > 0, "No import was killed. Increase the number of stories.");
        using var last = StartImport(database);
        await last.WaitForExitAsync();
        await AssertStoriesAreComplete(connection);
        Assert.Equal((0, Stories), (last.ExitCode, await connection.ExecuteScalarAsync<int>("select count(*) from story")));
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*) from story s left join story_terms t on t.story_id = s.id where t.revision is distinct from s.revision"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task AssertStoriesAreComplete(NpgsqlConnection connection)
    {
        var (stories, takeaways, storyTopics, searchRows, searchHeads, changes, revision, revisions) = await connection.QuerySingleAsync<(long, long, long, long, long, long, long, long)>("""
            select (select count(*) from story), (select count(*) from takeaway), (select count(*) from story_topic), (select count(*) from story_search), (select count(*) from story_search_head),
              (select count(*) from library_change where kind = 'story'),
              (select revision from library_revision), (select count(distinct revision) from library_change)
            """);
        Assert.Equal((stories * 2, stories, stories, stories, stories, revision), (takeaways, storyTopics, searchRows, searchHeads, changes, revisions));
    }

    private Process StartImport(string database)
    {
        var startInfo = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ContentApi.dll"), "import", folder]) { UseShellExecute = false, RedirectStandardOutput = true };
        startInfo.Environment["ConnectionStrings__Content"] = database;
        startInfo.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var process = Process.Start(startInfo)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
