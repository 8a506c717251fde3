using System.Diagnostics;
using System.Text.RegularExpressions;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Web.OpenApi;

/// <summary>Tests the introduction of the contract: its samples run in a shell without changes and print the documented output.</summary>
public sealed partial class IntroductionTests(SampleContent api) : IClassFixture<SampleContent>
{
    [Fact]
    public async Task The_samples_print_the_documented_output()
    {
        var text = (string)(await api.Json("/openapi/v1.json"))["info"]!["description"]!;
        var samples = Sample().Matches(text).Select(match => match.Groups["sample"].Value).ToList();
        var key = await api.Key(Scope.Preview, Scope.Write);

        Assert.Equal(9, samples.Count);
        foreach (var sample in samples)
        {
            var expected = sample.Split('\n').Single(line => line.StartsWith("# → ", StringComparison.Ordinal))[4..];
            var (code, output) = await RunInShell(sample.Replace("http://localhost:5080", api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal), key);
            Assert.True(code == 0 && output.Contains(expected, StringComparison.Ordinal), $"{sample}\nexited with {code} and printed:\n{output}");
        }
    }

    private static async Task<(int Code, string Output)> RunInShell(string sample, string key)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", sample]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["KEY"] = key;
        using var shell = Process.Start(start)!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, output);
    }

    [GeneratedRegex("^```sh\n(?<sample>.+?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();
}
