using ContentApi.Data;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ContentApi.Web.Connections;

internal static partial class ConnectionLimitSetup
{
    /// <summary>Rejects a descriptor limit that would crash the process while it reads its settings. Call it first.</summary>
    /// <exception cref="OptionsValidationException">The descriptor limit is too low.</exception>
    public static void EnsureDescriptorsForStartup()
    {
        if (FileDescriptors.Limit < ConnectionLimit.StartupDescriptors)
        {
            ConnectionLimit.Derive(FileDescriptors.Limit, ConnectionLimit.StartupDescriptors, new DatabaseOptions().TotalConnections, configured: null);
        }
    }

    /// <summary>Rejects a descriptor limit that is too low to serve requests, before startup exhausts it.</summary>
    /// <exception cref="OptionsValidationException">The descriptor limit is too low.</exception>
    public static void EnsureDescriptorsSuffice(this WebApplicationBuilder builder) => ConnectionLimit.Derive(
        FileDescriptors.Limit,
        Math.Max(FileDescriptors.InUse, ConnectionLimit.StartupDescriptors),
        builder.AddValidatedOptions<DatabaseOptions>("Database").TotalConnections,
        configured: null);

    /// <summary>
    /// Limits connections according to the descriptor limit. The limit is derived when the server starts, when most other descriptors
    /// are already open.
    /// </summary>
    public static void AddConnectionLimit(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services =>
        {
            var limit = ConnectionLimit.Derive(
                FileDescriptors.Limit,
                FileDescriptors.InUse,
                services.GetRequiredService<IOptions<DatabaseOptions>>().Value.TotalConnections,
                builder.Configuration.GetValue<long?>($"{KestrelLimits.Section}:{nameof(KestrelServerLimits.MaxConcurrentConnections)}"));
            if (limit.Warning is { } warning)
            {
                LogWarning(services.GetRequiredService<ILogger<ConnectionLimit>>(), warning);
            }

            return limit;
        });
        builder.Services.AddOptions<KestrelServerOptions>().PostConfigure<ConnectionLimit>((server, limit) => server.Limits.MaxConcurrentConnections = limit.MaxConnections);
        builder.Services.AddSingleton<ConnectionGate>();

        // Kestrel uses the last factory that can bind an endpoint: decorate each one in place to preserve the order.
        for (var i = 0; i < builder.Services.Count; i++)
        {
            if (builder.Services[i] is { ServiceType: var type, ImplementationType: { } factory } && type == typeof(IConnectionListenerFactory))
            {
                builder.Services[i] = ServiceDescriptor.Singleton<IConnectionListenerFactory>(services =>
                    new GatedListenerFactory((IConnectionListenerFactory)ActivatorUtilities.CreateInstance(services, factory), services.GetRequiredService<ConnectionGate>()));
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private static partial void LogWarning(ILogger logger, string warning);
}
