using System.Net.Sockets;
using ContentApi.Data;
using Npgsql;

namespace ContentApi.ChangeLog;

/// <summary>Follows the change log and applies its entries to the <see cref="InvalidationIndex"/> of this node.</summary>
internal sealed partial class ChangeLogListener(Database database, InvalidationIndex index, ChangeLogReader reader, TimeProvider clock, ILogger<ChangeLogListener> logger)
    : NotificationListener(database, clock)
{
    public static readonly string Channel = "library";

    private readonly Database database = database;

    protected override string ChannelName => Channel;

    protected override Task OnConnected(NpgsqlConnection connection, CancellationToken stoppingToken) => reader.Resume(connection, stoppingToken);

    protected override Task Poll(NpgsqlConnection connection, CancellationToken stoppingToken) => reader.Read(connection, stoppingToken);

    protected override void OnFailed(Exception exception)
    {
        if (index.Staleness is null)
        {
            LogUnavailable(exception.Message);
        }

        index.MarkUnavailable();
        database.IsUnavailable = exception switch
        {
            PostgresException postgres => postgres.SqlState.StartsWith("57P", StringComparison.Ordinal), // 57P: shutting down or starting
            NpgsqlException or TimeoutException or IOException or SocketException => true,
            _ => false,
        };
    }

    protected override void OnRecovered()
    {
        if (database.IsUnavailable)
        {
            database.ClearPools(); // connections opened during the failure may be broken, and each would fail a request
            database.IsUnavailable = false;
            LogAvailable();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The change log cannot be read ({Reason}). Until it can be read again, the node serves cached responses")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Information, "The change log is available again")]
    private partial void LogAvailable();
}
