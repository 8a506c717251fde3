using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace ContentApi.EmbeddedPostgres;

/// <summary>Finds the PostgreSQL programs on this machine and their major version, or installs them from an npm package.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class PostgresBinaries
{
    private const int MinMajorVersion = 15;
    private const int NpmMajorVersion = 18;
    private const string NpmVersion = "18.1.0-beta.16";
    private const int CommandNotFound = 127; // exit code of a shell

    private static readonly (string Parent, string Pattern, string Subfolder)[] UsualFolders =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/opt/homebrew/opt", "postgresql@*", "bin"),
        ("/usr/local/opt", "postgresql@*", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
    ];

    /// <summary>
    /// Searches PATH, the folder that `pg_config` reports, the usual folders, and the folder for downloaded programs. If no suitable
    /// version is found, installs the npm package into the last of these folders.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">
    /// No PostgreSQL is found and none can be installed, or no version that is found can open the existing cluster.
    /// </exception>
    public static async Task<PostgresCommands> Find(EmbeddedPostgresFolders folders, ILogger logger, CancellationToken cancellationToken)
    {
        var existingVersions = folders.FindMajorVersions();
        List<PostgresCommands> found = [];
        await foreach (var folder in FindCandidates(folders.Binaries, cancellationToken))
        {
            if (await Inspect(folder, cancellationToken) is { } commands)
            {
                // An existing cluster can be opened only by its own major version.
                if (existingVersions.Count == 0 || existingVersions.Contains(commands.Major))
                {
                    return Choose(commands);
                }

                found.Add(commands);
            }
        }

        if (existingVersions.Count == 0 || existingVersions.Contains(NpmMajorVersion))
        {
            return await InstallFromNpm(folders.Binaries, logger, cancellationToken) is { } installed ? Choose(installed) : throw new EmbeddedPostgresException(NotFoundMessage);
        }

        throw new EmbeddedPostgresException(DescribeIncompatibleCluster(folders, existingVersions.Max(), found));

        PostgresCommands Choose(PostgresCommands commands)
        {
            if (existingVersions.Count > 1)
            {
                LogSeveralClusters(logger, string.Join(" and ", existingVersions), folders.Root, commands.Major);
            }

            return commands;
        }
    }

    private static string NotFoundMessage =>
        $"""
        No database is configured, and no PostgreSQL {MinMajorVersion} or newer was found to start one. Choose one:

          Debian, Ubuntu   sudo apt-get install postgresql
          macOS            brew install postgresql@17
          Docker           docker run -d --name content-db -e POSTGRES_PASSWORD=content -p 5432:5432 postgres:17
                           export ConnectionStrings__Content="Host=localhost;Username=postgres;Password=content;Database=postgres"
          Node.js          install npm; PostgreSQL is then installed from the package {NpmPackage}
        """;

    /// <summary>
    /// Returns the error for a cluster that no installed version can open. An error is necessary, because a new, empty cluster would look
    /// like a loss of data.
    /// </summary>
    private static string DescribeIncompatibleCluster(EmbeddedPostgresFolders folders, int existingVersion, List<PostgresCommands> found)
    {
        var data = folders.GetClusterFolder(existingVersion);
        var installed = found.Count == 0
            ? "no PostgreSQL was found on this machine"
            : $"PostgreSQL {found[0].Major} was found in {found[0].Folder}, but would start with an empty database in {folders.GetClusterFolder(found[0].Major)}";
        return $"""
            The data is in {data}, which only PostgreSQL {existingVersion} can open; {installed}. Choose one:

              Keep the data      install PostgreSQL {existingVersion} (apt-get install postgresql-{existingVersion}, or brew install postgresql@{existingVersion})
              Migrate the data   with PostgreSQL {existingVersion}, pg_dump the database 'content' of {data}; move that folder away;
                                 start this program once; stop it, and restore the dump into its database 'content'
              Start over         move {data} away, or set Embedded:DataPath (variable Embedded__DataPath) to another folder
            """;
    }

    private static async IAsyncEnumerable<string> FindCandidates(string binaries, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var directory in path)
        {
            if (File.Exists(Path.Combine(directory, "initdb")) && File.Exists(Path.Combine(directory, "pg_ctl")))
            {
                yield return directory;
            }
        }

        if (path.Any(directory => File.Exists(Path.Combine(directory, "pg_config"))))
        {
            var (code, output) = await PostgresCommands.Execute("pg_config", ["--bindir"], null, cancellationToken);
            if (code == 0)
            {
                yield return output.Trim();
            }
        }

        foreach (var (parent, pattern, subfolder) in UsualFolders.Where(usual => Directory.Exists(usual.Parent)))
        {
            foreach (var found in Directory.EnumerateDirectories(parent, pattern).OrderDescending(StringComparer.Ordinal))
            {
                yield return Path.Combine(found, subfolder);
            }
        }

        yield return Path.Combine(binaries, "native", "bin");
    }

    private static async Task<PostgresCommands?> Inspect(string folder, CancellationToken cancellationToken)
    {
        var initdb = Path.Combine(folder, "initdb");
        if (!File.Exists(initdb) || !File.Exists(Path.Combine(folder, "pg_ctl")))
        {
            return null;
        }

        var (code, output) = await PostgresCommands.Execute(initdb, ["--version"], null, cancellationToken);
        return code == 0 && int.TryParse(Digits().Match(output).Value, CultureInfo.InvariantCulture, out var major) && major >= MinMajorVersion
            ? new PostgresCommands(folder, major)
            : null;
    }

    /// <summary>
    /// Installs PostgreSQL with npm; returns null if that fails. npm packages cannot contain symbolic links, so this method creates them
    /// from the list in the package.
    /// </summary>
    private static async Task<PostgresCommands?> InstallFromNpm(string binaries, ILogger logger, CancellationToken cancellationToken)
    {
        // Two checkouts may install at the same time. Each uses a temporary folder, and the first to finish gives its folder the shared
        // name.
        var temporaryFolder = $"{binaries}-{Environment.ProcessId}";
        if (Directory.Exists(temporaryFolder))
        {
            Directory.Delete(temporaryFolder, recursive: true);
        }

        LogInstalling(logger, NpmPackage);
        Directory.CreateDirectory(temporaryFolder);
        var (code, output) = await PostgresCommands.Execute(
            "npm", ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", temporaryFolder, $"{NpmPackage}@{NpmVersion}"], null, cancellationToken);
        if (code != 0)
        {
            if (code != CommandNotFound)
            {
                LogInstallFailed(logger, NpmPackage, output.Trim());
            }

            return null;
        }

        Directory.Move(Path.Combine(temporaryFolder, "node_modules", NpmPackage, "native"), Path.Combine(temporaryFolder, "native"));
        var links = Path.Combine(temporaryFolder, "native", "pg-symlinks.json");
        if (File.Exists(links))
        {
            foreach (var link in JsonDocument.Parse(await File.ReadAllTextAsync(links, cancellationToken)).RootElement.EnumerateArray())
            {
                var (source, linkPath) = (link.GetProperty("source").GetString()!, Path.Combine(temporaryFolder, link.GetProperty("target").GetString()!));
                if (!File.Exists(linkPath))
                {
                    File.CreateSymbolicLink(linkPath, Path.GetRelativePath(Path.GetDirectoryName(linkPath)!, Path.Combine(temporaryFolder, source)));
                }
            }
        }

        if (await Inspect(Path.Combine(binaries, "native", "bin"), cancellationToken) is { } installedMeanwhile)
        {
            Directory.Delete(temporaryFolder, recursive: true);
            return installedMeanwhile;
        }

        if (Directory.Exists(binaries))
        {
            Directory.Delete(binaries, recursive: true);
        }

        Directory.Move(temporaryFolder, binaries);
        return await Inspect(Path.Combine(binaries, "native", "bin"), cancellationToken);
    }

    private static string NpmPackage =>
        $"@embedded-postgres/{(OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";

    [LoggerMessage(LogLevel.Warning, "{Root} contains clusters of PostgreSQL {Versions}. Using the cluster of PostgreSQL {Version}")]
    private static partial void LogSeveralClusters(ILogger logger, string versions, string root, int version);

    [LoggerMessage(LogLevel.Information, "Found no suitable PostgreSQL on this machine. Installing {Package} with npm")]
    private static partial void LogInstalling(ILogger logger, string package);

    [LoggerMessage(LogLevel.Warning, "npm failed to install {Package}: {Output}")]
    private static partial void LogInstallFailed(ILogger logger, string package, string output);

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
