using ContentApi.Data;
using ContentApi.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContentApi.Cli;

/// <summary>The `reset` command: deletes the embedded database, never a configured one.</summary>
internal static class ResetCommand
{
    /// <exception cref="EmbeddedPostgresException">Another process uses the database, or the database server cannot be stopped.</exception>
    public static async Task<int> Run(string[] settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder([$"--contentRoot={AppContext.BaseDirectory}", .. settings]);
        builder.Configuration.EnsureKnownSections();
        var options = builder.AddValidatedOptions<EmbeddedOptions>("Embedded");
        var connectionString = builder.AddValidatedOptions<ConnectionStringsOptions>("ConnectionStrings").Content;
        var refusal = OperatingSystem.IsWindows() ? "the embedded PostgreSQL does not run on Windows"
            : !string.IsNullOrWhiteSpace(connectionString) ? $"{DatabaseSetup.ConnectionStringKey} configures another database"
            : builder.Environment.IsProduction() || !options.Enabled ? "the embedded PostgreSQL is disabled (in Production, and with Embedded:Enabled=false)"
            : null;
        if (refusal is not null || OperatingSystem.IsWindows()) // the second condition is for the platform analyzer
        {
            await Console.Error.WriteLineAsync($"reset deletes only the embedded database: {refusal}.");
            return ExitCode.WrongUsage;
        }

        var deleted = await EmbeddedPostgresServer.Delete(options, NullLogger.Instance, cancellationToken);
        Console.WriteLine(deleted is null ? "There is no embedded database to delete." : $"Deleted the embedded database in {deleted}. The next start creates a new one.");
        return ExitCode.Ok;
    }
}
