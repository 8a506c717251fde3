namespace ContentApi.Tests.ContractConformance;

/// <summary>Writes results of passing runs to the test output, and for CI to the file named by `CONTRACT_REPORT`.</summary>
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
