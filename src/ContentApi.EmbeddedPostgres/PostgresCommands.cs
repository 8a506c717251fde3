using System.Diagnostics;
using System.Runtime.Versioning;

namespace ContentApi.EmbeddedPostgres;

/// <summary>Runs PostgreSQL's programs, such as `initdb` and `pg_ctl`.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PostgresCommands(string folder, int major)
{
    public const string Superuser = "postgres";

    public string Folder => folder;

    public int Major => major;

    /// <summary>
    /// Gets the user that runs PostgreSQL if this process runs as root, because PostgreSQL refuses to run as root; otherwise null. Packages
    /// such as Debian's create this user.
    /// </summary>
    private static string? ServerUser => Environment.IsPrivilegedProcess ? Superuser : null;

    /// <summary>Runs a program and waits for it to exit.</summary>
    /// <exception cref="EmbeddedPostgresException">The program failed; the message contains its output.</exception>
    public async Task Run(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (code, output) = await Execute(Path.Combine(folder, program), arguments, ServerUser, cancellationToken);
        if (code != 0)
        {
            throw new EmbeddedPostgresException($"The embedded PostgreSQL failed: {program} exited with {code}:\n{output.Trim()}");
        }
    }

    /// <summary>Runs a program, waits for it to exit, and returns its exit code.</summary>
    public async Task<int> TryRun(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        (await Execute(Path.Combine(folder, program), arguments, ServerUser, cancellationToken)).Code;

    /// <summary>Creates folders that only the server's user can enter.</summary>
    /// <exception cref="EmbeddedPostgresException">The server's user does not exist, or cannot access the folders.</exception>
    public static async Task CreatePrivateFolders(string[] paths, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (ServerUser is not { } user)
        {
            return;
        }

        var (code, output) = await Execute("chown", [$"{user}:", .. paths], null, cancellationToken);
        if (code != 0)
        {
            throw new EmbeddedPostgresException(
                (await Execute("id", ["-u", user], null, cancellationToken)).Code == 0
                    ? $"The user '{user}', which runs PostgreSQL, cannot be made the owner of its folder: {output.Trim()}. Set Embedded:DataPath (variable Embedded__DataPath) to a folder on a file system with ownership."
                    : $"PostgreSQL does not run as root, and the user '{user}' does not exist. Run this program as another user, or create the user: adduser --system --group {user}");
        }

        foreach (var path in paths)
        {
            if ((await Execute("test", ["-w", path], user, cancellationToken)).Code != 0)
            {
                throw new EmbeddedPostgresException($"The user '{user}', which runs PostgreSQL, cannot write to {path}. Set Embedded:DataPath (variable Embedded__DataPath) to a folder outside of root's home, such as /var/lib/content-api.");
            }
        }
    }

    /// <summary>Runs a program as a user (null: the current one), waits for it to exit, and returns its exit code and output.</summary>
    public static async Task<(int Code, string Output)> Execute(string program, IReadOnlyList<string> arguments, string? user, CancellationToken cancellationToken)
    {
        // Redirects the output to a file: the server that `pg_ctl start` launches would inherit pipes and keep them open.
        var output = Path.GetTempFileName();
        try
        {
            File.SetUnixFileMode(output, (UnixFileMode)0b110_110_110); // rw-rw-rw-: the server's user writes it
            var start = new ProcessStartInfo("/bin/sh", ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1", "sh", output, program, .. arguments])
            {
                WorkingDirectory = "/", // the server's user may not have access to the current folder
                RedirectStandardInput = true,
                UseShellExecute = false,
            };
            if (user is not null)
            {
                start.UserName = user;
            }

            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await File.ReadAllTextAsync(output, cancellationToken));
        }
        finally
        {
            File.Delete(output);
        }
    }
}
