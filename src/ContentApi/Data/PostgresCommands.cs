using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContentApi.Data;

/// <summary>No embedded PostgreSQL can be had here. The message has the remedies, ready to copy.</summary>
internal sealed class EmbeddedPostgresUnavailable(string message) : Exception(message);

/// <summary>PostgreSQL's own programs (`initdb`, `pg_ctl`): where they are, and how they are run.</summary>
internal sealed partial class PostgresCommands
{
    public const string Superuser = "postgres";

    private const int OldestMajor = 15;
    private const string NpmVersion = "18.1.0-beta.16";

    private static readonly (string Above, string Version, string Below)[] UsualFolders =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/opt/homebrew/opt", "postgresql@*", "bin"),
        ("/usr/local/opt", "postgresql@*", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
        ("C:/Program Files/PostgreSQL", "*", "bin"),
    ];

    private readonly string folder;

    private PostgresCommands(string folder, int major) => (this.folder, Major) = (folder, major);

    public int Major { get; }

    /// <summary>PostgreSQL refuses to run as root; root runs it as the user that Debian and others make for it.</summary>
    private static bool RunsAsOther => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>Looks on PATH, where `pg_config` says, in the usual folders; then fetches an npm package, once, into <paramref name="root"/>.</summary>
    public static async Task<PostgresCommands> Find(string root, ILogger log, CancellationToken cancellation)
    {
        // A cluster that is there already can only be opened by its own major version.
        var existing = Directory.EnumerateDirectories(root, "postgres-*").Select(path => Path.GetFileName(path)["postgres-".Length..])
            .Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var major) ? major : 0).ToHashSet();
        List<PostgresCommands> found = [];
        foreach (var candidate in Candidates(root))
        {
            if (await Inspect(candidate, cancellation) is { } commands)
            {
                if (existing.Count == 0 || existing.Contains(commands.Major))
                {
                    return commands;
                }

                found.Add(commands);
            }
        }

        return found.FirstOrDefault()
            ?? await Fetch(root, log, cancellation)
            ?? throw new EmbeddedPostgresUnavailable(
                $"""
                No database is configured, and no PostgreSQL {OldestMajor} or newer was found to start one. Do one of these:

                  Debian, Ubuntu   sudo apt-get install postgresql
                  macOS            brew install postgresql@17
                  Docker           docker run -d --name content-db -e POSTGRES_PASSWORD=content -p 5432:5432 postgres:17
                                   export ConnectionStrings__Content="Host=localhost;Username=postgres;Password=content;Database=postgres"
                  Node.js          install npm; PostgreSQL is then fetched as the package {NpmPackage}
                """);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="EmbeddedPostgresUnavailable">It failed; the message has what it printed.</exception>
    public async Task Run(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var (code, output) = await Execute(Path.Combine(folder, program), arguments, RunsAsOther ? Superuser : null, cancellation);
        if (code != 0)
        {
            throw new EmbeddedPostgresUnavailable($"The embedded PostgreSQL could not be started: {program} says:\n{output.Trim()}");
        }
    }

    /// <summary>Runs a program to its end and returns its exit code.</summary>
    public async Task<int> TryRun(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        (await Execute(Path.Combine(folder, program), arguments, RunsAsOther ? Superuser : null, cancellation)).Code;

    /// <summary>Makes a folder that only the server's user may enter.</summary>
    public static void GiveFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!RunsAsOther)
        {
            return;
        }

        if (Execute("id", ["-u", Superuser], null, CancellationToken.None).GetAwaiter().GetResult().Code != 0)
        {
            throw new EmbeddedPostgresUnavailable($"PostgreSQL does not run as root, and there is no user '{Superuser}' to run it as. Run this as another user, or: adduser --system --group {Superuser}");
        }

        Execute("chown", [$"{Superuser}:", path], null, CancellationToken.None).GetAwaiter().GetResult();
        if (Execute("test", ["-w", path], Superuser, CancellationToken.None).GetAwaiter().GetResult().Code != 0)
        {
            throw new EmbeddedPostgresUnavailable($"The user '{Superuser}', as whom PostgreSQL runs, cannot reach {path}. Set Embedded:DataPath (variable Embedded__DataPath) to a folder outside of root's home, such as /var/lib/content-api.");
        }
    }

    private static IEnumerable<string> Candidates(string root)
    {
        foreach (var directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (File.Exists(Path.Combine(directory, "initdb")) && File.Exists(Path.Combine(directory, "pg_ctl")))
            {
                yield return directory;
            }
        }

        foreach (var (above, version, below) in UsualFolders.Where(place => Directory.Exists(place.Above)))
        {
            foreach (var found in Directory.EnumerateDirectories(above, version).OrderDescending(StringComparer.Ordinal))
            {
                yield return Path.Combine(found, below);
            }
        }

        yield return Path.Combine(root, "binaries", "native", "bin");
    }

    private static async Task<PostgresCommands?> Inspect(string folder, CancellationToken cancellation)
    {
        var initdb = Path.Combine(folder, OperatingSystem.IsWindows() ? "initdb.exe" : "initdb");
        if (!File.Exists(initdb))
        {
            return null;
        }

        var (code, output) = await Execute(initdb, ["--version"], null, cancellation);
        return code == 0 && int.TryParse(Digits().Match(output).Value, CultureInfo.InvariantCulture, out var major) && major >= OldestMajor
            ? new PostgresCommands(folder, major)
            : null;
    }

    /// <summary>The npm client brings a PostgreSQL where there is none. npm packages hold no links, so a list of them is replayed.</summary>
    private static async Task<PostgresCommands?> Fetch(string root, ILogger log, CancellationToken cancellation)
    {
        var target = Path.Combine(root, "binaries");
        log.LogInformation("No PostgreSQL on this machine; fetching {Package} with npm", NpmPackage);
        try
        {
            Directory.CreateDirectory(target);
            var (code, output) = await Execute("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", target, $"{NpmPackage}@{NpmVersion}"], null, cancellation);
            if (code != 0)
            {
                log.LogWarning("npm could not fetch it: {Output}", output.Trim());
                return null;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // there is no npm
        }

        var native = Path.Combine(target, "native");
        Directory.Move(Path.Combine(target, "node_modules", NpmPackage, "native"), native);
        var links = Path.Combine(native, "pg-symlinks.json");
        if (File.Exists(links))
        {
            foreach (var link in JsonDocument.Parse(await File.ReadAllTextAsync(links, cancellation)).RootElement.EnumerateArray())
            {
                var (source, place) = (link.GetProperty("source").GetString()!, Path.Combine(target, link.GetProperty("target").GetString()!));
                if (!File.Exists(place))
                {
                    File.CreateSymbolicLink(place, Path.GetRelativePath(Path.GetDirectoryName(place)!, Path.Combine(target, source)));
                }
            }
        }

        return await Inspect(Path.Combine(native, "bin"), cancellation);
    }

    private static string NpmPackage =>
        $"@embedded-postgres/{(OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";

    private static async Task<(int Code, string Output)> Execute(string program, IReadOnlyList<string> arguments, string? user, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            // A folder that every user can be in: the caller's own may be closed to the server's user.
            WorkingDirectory = OperatingSystem.IsWindows() ? Environment.SystemDirectory : "/",
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        if (user is not null && !OperatingSystem.IsWindows())
        {
            start.UserName = user;
        }

        // The server that `pg_ctl start` leaves behind inherits its streams: pipes would stay open as long as it runs. So, files.
        var output = Path.GetTempFileName();
        try
        {
            using var process = OperatingSystem.IsWindows() ? Process.Start(start)! : Process.Start(Redirected(start, output))!;
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await File.ReadAllTextAsync(output, cancellation));
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static ProcessStartInfo Redirected(ProcessStartInfo start, string output)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(output, (UnixFileMode)0b110_110_110);
        }

        string[] command = ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1", "sh", output, start.FileName, .. start.ArgumentList];
        start.FileName = "/bin/sh";
        start.ArgumentList.Clear();
        foreach (var argument in command)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
