using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ContentApi.Web.Connections;

/// <summary>The maximum number of concurrent client connections.</summary>
/// <param name="MaxConnections">The maximum number of served connections; null for no limit.</param>
/// <param name="Warning">A warning for the operator about the configured limit, or null.</param>
internal sealed record ConnectionLimit(long? MaxConnections, string? Warning = null)
{
    /// <summary>The number of connections beyond the limit that may be open while Kestrel closes them.</summary>
    public const int MaxClosing = 16;

    /// <summary>
    /// Descriptors reserved for later use besides pooled database connections: assemblies, files, dedicated database connections and
    /// exporters.
    /// </summary>
    public const int ReservedDescriptors = 64;

    /// <summary>Descriptors in use when the server starts, nearly all by assemblies, which the runtime keeps open.</summary>
    public const int StartupDescriptors = 270;

    /// <summary>The lowest connection limit with which the server starts.</summary>
    public const int MinConnections = 8;

    /// <summary>
    /// Derives the limit from the free descriptors. Without a free descriptor, the runtime cannot load an assembly and terminates the
    /// process.
    /// </summary>
    /// <param name="descriptorLimit">The descriptor limit; null for no limit.</param>
    /// <param name="inUse">The number of open descriptors.</param>
    /// <param name="databaseConnections">The total size of the database connection pools.</param>
    /// <param name="configured">`Kestrel:Limits:MaxConcurrentConnections`.</param>
    /// <exception cref="OptionsValidationException">The descriptor limit is too low.</exception>
    public static ConnectionLimit Derive(long? descriptorLimit, int inUse, int databaseConnections, long? configured)
    {
        if (descriptorLimit is not { } maxDescriptors)
        {
            return new(configured);
        }

        var available = maxDescriptors - inUse - databaseConnections - ReservedDescriptors - MaxClosing;
        if (available < MinConnections)
        {
            throw new OptionsValidationException(nameof(ConnectionLimit), typeof(ConnectionLimit),
            [
                string.Create(CultureInfo.InvariantCulture, $"This process may open {maxDescriptors} files, but needs at least {maxDescriptors - available + MinConnections}, including {databaseConnections} for database connections. Raise the limit (ulimit -n, LimitNOFILE=), or lower Database:ReadConnections and Database:WriteConnections."),
            ]);
        }

        return configured > available
            ? new(available, string.Create(CultureInfo.InvariantCulture, $"{KestrelLimits.Section}:{nameof(KestrelServerLimits.MaxConcurrentConnections)} is {configured}, but this process may open only {maxDescriptors} files (ulimit -n), so the limit is {available} connections"))
            : new(configured ?? available);
    }
}
