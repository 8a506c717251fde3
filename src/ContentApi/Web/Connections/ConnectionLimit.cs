using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ContentApi.Web.Connections;

/// <summary>How many clients may be connected at once.</summary>
/// <param name="Connections">Connections that are served; null: no limit.</param>
/// <param name="Warning">What the operator should know about the configured limit; null: nothing.</param>
internal sealed record ConnectionLimit(long? Connections, string? Warning = null)
{
    /// <summary>Connections beyond the limit that may be open at once while Kestrel closes them.</summary>
    public const int Closing = 16;

    /// <summary>Descriptors that are kept for what opens later, besides pooled database connections: assemblies, files, connections of its own and of exporters.</summary>
    public const int Reserved = 64;

    /// <summary>Descriptors that are in use when the server starts, nearly all of them by assemblies: the runtime keeps each open.</summary>
    public const int AtStart = 270;

    /// <summary>The fewest connections that are worth a start.</summary>
    public const int Fewest = 8;

    /// <summary>Derives the limit from the descriptors that are left: without one free, the runtime cannot load an assembly, and ends the process.</summary>
    /// <param name="descriptors">The descriptor limit; null: none.</param>
    /// <param name="inUse">Descriptors that are open now.</param>
    /// <param name="databaseConnections">The sizes of all pools.</param>
    /// <param name="configured">`Kestrel:Limits:MaxConcurrentConnections`.</param>
    /// <exception cref="OptionsValidationException">The descriptors do not suffice.</exception>
    public static ConnectionLimit Derive(long? descriptors, int inUse, int databaseConnections, long? configured)
    {
        if (descriptors is not { } limit)
        {
            return new(configured);
        }

        var room = limit - inUse - databaseConnections - Reserved - Closing;
        if (room < Fewest)
        {
            throw new OptionsValidationException(nameof(ConnectionLimit), typeof(ConnectionLimit),
            [
                string.Create(CultureInfo.InvariantCulture, $"This process may open {limit} files, and needs at least {limit - room + Fewest}, of which {databaseConnections} are for connections to the database. Raise the limit (ulimit -n, LimitNOFILE=), or lower Database:ReadConnections and Database:WriteConnections."),
            ]);
        }

        return configured > room
            ? new(room, string.Create(CultureInfo.InvariantCulture, $"{KestrelLimits.Section}:{nameof(KestrelServerLimits.MaxConcurrentConnections)} is {configured}, but this process may open only {limit} files (ulimit -n): {room} connections are served at once"))
            : new(configured ?? room);
    }
}
