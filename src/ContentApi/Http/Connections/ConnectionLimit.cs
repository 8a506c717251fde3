using System.Globalization;
using ContentApi.Data;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ContentApi.Http.Connections;

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

internal static class ConnectionLimitSetup
{
    /// <summary>Refuses a descriptor limit that would end the process while it reads its settings. To be called first.</summary>
    /// <exception cref="OptionsValidationException">The descriptors do not suffice.</exception>
    public static void EnsureDescriptorsForStart()
    {
        if (FileDescriptors.Limit < ConnectionLimit.AtStart)
        {
            ConnectionLimit.Derive(FileDescriptors.Limit, ConnectionLimit.AtStart, new DatabaseOptions().Connections, configured: null);
        }
    }

    /// <summary>Refuses a descriptor limit that is too low to serve, before anything is started and the runtime runs out.</summary>
    /// <exception cref="OptionsValidationException">The descriptors do not suffice.</exception>
    public static void EnsureDescriptorsSuffice(this WebApplicationBuilder builder) => ConnectionLimit.Derive(
        FileDescriptors.Limit,
        Math.Max(FileDescriptors.InUse, ConnectionLimit.AtStart),
        builder.AddSettings<DatabaseOptions>("Database").Connections,
        configured: null);

    /// <summary>Limits connections to what the descriptor limit has room for. The limit is derived when the server starts, with most of what it needs open.</summary>
    public static void AddConnectionLimit(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services =>
        {
            var limit = ConnectionLimit.Derive(
                FileDescriptors.Limit,
                FileDescriptors.InUse,
                services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Connections,
                builder.Configuration.GetValue<long?>($"{KestrelLimits.Section}:{nameof(KestrelServerLimits.MaxConcurrentConnections)}"));
            if (limit.Warning is { } warning)
            {
                services.GetRequiredService<ILogger<ConnectionLimit>>().LogWarning("{Warning}", warning);
            }

            return limit;
        });
        builder.Services.AddOptions<KestrelServerOptions>().PostConfigure<ConnectionLimit>((server, limit) => server.Limits.MaxConcurrentConnections = limit.Connections);
        builder.Services.AddSingleton<ConnectionGate>();

        // Kestrel asks the last factory that can bind an endpoint: each is decorated, in its place.
        for (var i = 0; i < builder.Services.Count; i++)
        {
            if (builder.Services[i] is { ServiceType: var type, ImplementationType: { } factory } && type == typeof(IConnectionListenerFactory))
            {
                builder.Services[i] = ServiceDescriptor.Singleton<IConnectionListenerFactory>(services =>
                    new GatedListenerFactory((IConnectionListenerFactory)ActivatorUtilities.CreateInstance(services, factory), services.GetRequiredService<ConnectionGate>()));
            }
        }
    }
}
