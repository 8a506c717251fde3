namespace ContentApi.Tests.ContractConformance;

/// <summary>What a run has to tell even when it is good: with the test, and in the file that `CONTRACT_REPORT` names, for CI to print.</summary>
internal static class Report
{
    private static readonly Lock Writing = new();

    public static void Tell(this ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("CONTRACT_REPORT") is { Length: > 0 } path)
        {
            lock (Writing)
            {
                File.AppendAllText(path, line + "\n");
            }
        }
    }
}
