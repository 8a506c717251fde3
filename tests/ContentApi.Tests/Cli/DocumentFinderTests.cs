using System.Diagnostics;
using ContentApi.Cli;
using ContentApi.Publishing;
using Spectre.Console;

namespace ContentApi.Tests.Cli;

public sealed class DocumentFinderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("content-api-search-").FullName;
    private readonly StringWriter output = new();
    private readonly ImportConsole console;

    public DocumentFinderTests() => console = new(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) }));

    [Fact]
    public async Task Reading_a_pipe_or_an_empty_file_fails_with_an_explanation()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        await Process.Start("mkfifo", [PathOf("pipe.md")]).WaitForExitAsync();
        await File.WriteAllTextAsync(PathOf("void.md"), "");

        foreach (var source in Find(folder))
        {
            var exception = await Assert.ThrowsAsync<IOException>(() => source.Read(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5)));
            Assert.Contains("is empty, or is a pipe", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_beyond_the_size_limit_is_not_read()
    {
        await using (var file = File.Create(PathOf("huge.txt")))
        {
            file.SetLength(6_000_000_000); // a sparse file, larger than the largest array
        }

        var exception = await Assert.ThrowsAsync<IOException>(() => Find(folder).Single().Read(CancellationToken.None));
        Assert.Equal("the file has 6,000,000,000 bytes; the maximum is 4,000,000", exception.Message);
    }

    [Fact]
    public async Task Reading_a_broken_link_fails_with_an_explanation()
    {
        File.CreateSymbolicLink(PathOf("lost.md"), "gone.md");
        File.CreateSymbolicLink(PathOf("round.md"), "round.md");

        foreach (var source in Find(folder).Concat(Find(PathOf("lost.md"), PathOf("round.md"))))
        {
            var exception = await Assert.ThrowsAnyAsync<IOException>(() => source.Read(CancellationToken.None));
            Assert.Contains(source.Name.EndsWith("lost.md", StringComparison.Ordinal) ? "the link target does not exist" : "", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_link_to_a_file_that_is_also_given_is_skipped()
    {
        var (outside, inside) = (Directory.CreateDirectory(PathOf("outside")).FullName, Directory.CreateDirectory(PathOf("inside")).FullName);
        await File.WriteAllTextAsync(Path.Combine(outside, "far.md"), "# Far\n\nB.");
        await File.WriteAllTextAsync(Path.Combine(inside, "b.md"), "# B\n\nB.");
        File.CreateSymbolicLink(Path.Combine(inside, "a.md"), "b.md");
        File.CreateSymbolicLink(Path.Combine(inside, "c.md"), Path.Combine(inside, "a.md"));
        File.CreateSymbolicLink(Path.Combine(inside, "x.md"), "../outside/far.md");
        File.CreateSymbolicLink(Path.Combine(inside, "y.md"), "../outside/far.md");

        var sources = Find(inside, Path.Combine(inside, "b.md"));

        Assert.Equal(["b.md", "x.md"], sources.Select(source => Path.GetFileName(source.Name)));
        Assert.Equal("# Far\n\nB."u8.ToArray(), await sources[1].Read(CancellationToken.None));
        Assert.Contains($"a.md: skipped: a link to {Path.Combine(inside, "b.md")}, which is also given", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("c.md: skipped: a link to", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("y.md: skipped: a link to", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("b.md: skipped: given more than once", output.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        console.Dispose();
        output.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private IReadOnlyList<ImportSource> Find(params string[] paths) => new DocumentFinder(console).Find(paths);

    private string PathOf(string name) => Path.Combine(folder, name);
}
