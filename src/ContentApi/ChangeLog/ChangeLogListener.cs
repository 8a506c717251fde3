using System.Net.Sockets;
using ContentApi.Data;
using Npgsql;

namespace ContentApi.ChangeLog;

/// <summary>Follows the change log and applies its entries to the <see cref="InvalidationIndex"/> of this node.</summary>
internal sealed class ChangeLogListener(Database database, InvalidationIndex index, ChangeLogReader reader, TimeProvider clock, ILogger<ChangeLogListener> logger)
    : NotificationListener(database, clock)
{
    public const string Channel = "library";

    private readonly Database database = database;

    protected override string ChannelName => Channel;

    protected override Task Connected(NpgsqlConnection connection, CancellationToken stoppingToken) => reader.Resume(connection, stoppingToken);

    protected override Task Poll(NpgsqlConnection connection, CancellationToken stoppingToken) => reader.Read(connection, stoppingToken);

    protected override void Failed(Exception exception)
    {
        if (index.Staleness is null)
        {
            logger.LogWarning("The change log is unavailable ({Reason}); this node serves its cached responses", exception.Message);
        }

        index.MarkUnavailable();
        database.IsUnavailable = exception switch
        {
            PostgresException error => error.SqlState.StartsWith("57P", StringComparison.Ordinal), // 57P: shutting down or starting
            NpgsqlException or TimeoutException or IOException or SocketException => true,
            _ => false,
        };
    }

    protected override void Recovered()
    {
        if (database.IsUnavailable)
        {
            database.ClearPools(); // connections that were opened meanwhile may be broken, and each would fail a request
            database.IsUnavailable = false;
            logger.LogInformation("The change log is available again");
        }
    }
}
