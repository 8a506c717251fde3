using System.Diagnostics;
using ContentApi.Cli;
using ContentApi.Publishing;
using Spectre.Console;

namespace ContentApi.Tests.Cli;

public sealed class DocumentFinderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("content-api-search-").FullName;
    private readonly StringWriter said = new();
    private readonly ImportConsole report;

    public DocumentFinderTests() => report = new(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(said) }));

    [Fact]
    public async Task A_pipe_does_not_hang_and_an_empty_file_is_no_surprise()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        await Process.Start("mkfifo", [At("pipe.md")]).WaitForExitAsync();
        await File.WriteAllTextAsync(At("void.md"), "");

        foreach (var source in Find(folder))
        {
            var fault = await Assert.ThrowsAsync<IOException>(() => source.Read(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5)));
            Assert.Contains("is empty, or is a pipe", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_not_taken_into_memory()
    {
        await using (var file = File.Create(At("huge.txt")))
        {
            file.SetLength(6_000_000_000); // a sparse file, larger than the largest array
        }

        var fault = await Assert.ThrowsAsync<IOException>(() => Find(folder).Single().Read(CancellationToken.None));
        Assert.Equal("the file has 6,000,000,000 bytes; the maximum is 4,000,000", fault.Message);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_says_so()
    {
        File.CreateSymbolicLink(At("lost.md"), "gone.md");
        File.CreateSymbolicLink(At("round.md"), "round.md");

        foreach (var source in Find(folder).Concat(Find(At("lost.md"), At("round.md"))))
        {
            var fault = await Assert.ThrowsAnyAsync<IOException>(() => source.Read(CancellationToken.None));
            Assert.Contains(source.Name.EndsWith("lost.md", StringComparison.Ordinal) ? "the link target does not exist" : "", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_link_to_a_file_that_is_given_itself_is_passed_over()
    {
        var (outside, inside) = (Directory.CreateDirectory(At("outside")).FullName, Directory.CreateDirectory(At("inside")).FullName);
        await File.WriteAllTextAsync(Path.Combine(outside, "far.md"), "# Far\n\nB.");
        await File.WriteAllTextAsync(Path.Combine(inside, "b.md"), "# B\n\nB.");
        File.CreateSymbolicLink(Path.Combine(inside, "a.md"), "b.md");
        File.CreateSymbolicLink(Path.Combine(inside, "c.md"), Path.Combine(inside, "a.md"));
        File.CreateSymbolicLink(Path.Combine(inside, "x.md"), "../outside/far.md");
        File.CreateSymbolicLink(Path.Combine(inside, "y.md"), "../outside/far.md");

        var sources = Find(inside, Path.Combine(inside, "b.md"));

        Assert.Equal(["b.md", "x.md"], sources.Select(source => Path.GetFileName(source.Name)));
        Assert.Equal("# Far\n\nB."u8.ToArray(), await sources[1].Read(CancellationToken.None));
        Assert.Contains($"a.md: skipped: a link to {Path.Combine(inside, "b.md")}, which is also given", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("c.md: skipped: a link to", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("y.md: skipped: a link to", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("b.md: skipped: given more than once", said.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        report.Dispose();
        said.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private IReadOnlyList<ImportSource> Find(params string[] paths) => new DocumentFinder(report).Find(paths);

    private string At(string name) => Path.Combine(folder, name);
}
