namespace ContentApi.Cli;

/// <summary>The exit codes of the commands.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int NoDatabase = 3;
}
