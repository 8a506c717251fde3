using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace ContentApi.EmbeddedPostgres;

/// <summary>
/// Whether a cluster's server runs. `postmaster.pid` alone does not tell: after a crash its process may be a zombie that nobody
/// reaps, or, after a container's restart, any other process that got the same number; PostgreSQL and `pg_ctl status` believe both.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Postmaster(PostgresCommands commands, string data, string socketFolder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string pidFile = Path.Combine(data, "postmaster.pid");
    private readonly string socket = Path.Combine(socketFolder, ".s.PGSQL.5432");

    /// <summary>
    /// True when somebody answers on the socket, or when the process is a server of this cluster after all. Otherwise what a dead
    /// server left behind is removed, so that the next one starts. To be asked by one process at a time.
    /// </summary>
    public async Task<bool> IsRunning(CancellationToken cancellationToken)
    {
        if (!File.Exists(pidFile))
        {
            RemoveSocket(); // without its server it is a remnant, and its lock file would stop the next one
            return false;
        }

        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            if (await Answers(cancellationToken))
            {
                return true;
            }

            await Task.Delay(Pause, cancellationToken);
        }

        if (await IsServer(cancellationToken))
        {
            return true;
        }

        File.Delete(pidFile);
        RemoveSocket();
        return false;
    }

    private async Task<bool> Answers(CancellationToken cancellationToken)
    {
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<bool> IsServer(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return await commands.TryRun("pg_ctl", ["status", "-D", data], cancellationToken) == 0;
        }

        try
        {
            var written = await File.ReadAllTextAsync(pidFile, cancellationToken);
            if (!int.TryParse(written.Split('\n')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                return false;
            }

            // "PID (name) STATE …", where the name may itself hold brackets.
            var stat = await File.ReadAllTextAsync($"/proc/{pid}/stat", cancellationToken);
            if (stat[(stat.LastIndexOf(')') + 1)..].TrimStart() is ['Z' or 'X', ..])
            {
                return false;
            }

            // The data folder may have been given by another name: a server also works in it.
            var arguments = (await File.ReadAllTextAsync($"/proc/{pid}/cmdline", cancellationToken)).Split('\0');
            return arguments.Contains(data, StringComparer.Ordinal)
                || (File.Exists($"/proc/{pid}/cwd/postmaster.pid") && await File.ReadAllTextAsync($"/proc/{pid}/cwd/postmaster.pid", cancellationToken) == written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // there is no such process
        }
    }

    private void RemoveSocket()
    {
        File.Delete(socket);
        File.Delete(socket + ".lock");
    }
}
