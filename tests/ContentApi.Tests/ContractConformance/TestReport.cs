namespace ContentApi.Tests.ContractConformance;

/// <summary>Writes results of the contract tests to the test output, and to the file named by `CONTRACT_REPORT` for CI.</summary>
internal static class TestReport
{
    private static readonly Lock FileLock = new();

    public static void WriteToReport(this ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("CONTRACT_REPORT") is { Length: > 0 } path)
        {
            lock (FileLock)
            {
                File.AppendAllText(path, line + "\n");
            }
        }
    }
}
