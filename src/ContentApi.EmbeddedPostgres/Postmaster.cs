using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace ContentApi.EmbeddedPostgres;

/// <summary>
/// Determines whether the server of a cluster is running. `postmaster.pid` is not sufficient: after a crash, its process ID may belong to
/// an unreaped zombie or, after a container restart, to an unrelated process. PostgreSQL and `pg_ctl status` mistake both for a server.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Postmaster(PostgresCommands commands, string data, string socketFolder)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    private readonly string pidFile = Path.Combine(data, "postmaster.pid");
    private readonly string socket = Path.Combine(socketFolder, ".s.PGSQL.5432");

    /// <summary>
    /// Returns true if the socket accepts connections, or the process in `postmaster.pid` is a server of this cluster. Otherwise removes
    /// the files of the dead server, so that a new server can start. Only one process may call this method at a time.
    /// </summary>
    public async Task<bool> IsRunning(CancellationToken cancellationToken)
    {
        if (!File.Exists(pidFile))
        {
            RemoveSocket(); // a leftover lock file would prevent the next server from starting
            return false;
        }

        for (var waited = TimeSpan.Zero; waited < ConnectTimeout; waited += RetryInterval)
        {
            if (await AcceptsConnections(cancellationToken))
            {
                return true;
            }

            await Task.Delay(RetryInterval, cancellationToken);
        }

        if (await IsServerProcess(cancellationToken))
        {
            return true;
        }

        File.Delete(pidFile);
        RemoveSocket();
        return false;
    }

    private async Task<bool> AcceptsConnections(CancellationToken cancellationToken)
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

    private async Task<bool> IsServerProcess(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return await commands.TryRun("pg_ctl", ["status", "-D", data], cancellationToken) == 0;
        }

        try
        {
            var pidFileContent = await File.ReadAllTextAsync(pidFile, cancellationToken);
            if (!int.TryParse(pidFileContent.Split('\n')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                return false;
            }

            // "PID (name) STATE …", where the name may contain parentheses.
            var stat = await File.ReadAllTextAsync($"/proc/{pid}/stat", cancellationToken);
            if (stat[(stat.LastIndexOf(')') + 1)..].TrimStart() is ['Z' or 'X', ..])
            {
                return false;
            }

            // The server may have been started with another path to the data folder, which is also its working directory.
            var arguments = (await File.ReadAllTextAsync($"/proc/{pid}/cmdline", cancellationToken)).Split('\0');
            return arguments.Contains(data, StringComparer.Ordinal)
                || (File.Exists($"/proc/{pid}/cwd/postmaster.pid") && await File.ReadAllTextAsync($"/proc/{pid}/cwd/postmaster.pid", cancellationToken) == pidFileContent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // the process does not exist, or belongs to another user
        }
    }

    private void RemoveSocket()
    {
        File.Delete(socket);
        File.Delete(socket + ".lock");
    }
}
