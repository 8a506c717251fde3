using Npgsql;

namespace ContentApi.Data;

/// <summary>Which database this process works on, in this order: the one that is configured; outside Production, an embedded one.</summary>
internal static class DatabaseSetup
{
    public const string ConnectionStringKey = "ConnectionStrings:Content";

    /// <exception cref="NoDatabase">None is configured, and none may or can be embedded.</exception>
    public static async Task AddDatabase(this WebApplicationBuilder builder, CancellationToken cancellation)
    {
        var connectionString = builder.Configuration[ConnectionStringKey];
        var embedded = builder.AddSettings<EmbeddedOptions>("Embedded");
        var options = builder.AddSettings<DatabaseOptions>("Database");
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            if (builder.Environment.IsProduction() || !embedded.Enabled)
            {
                throw new NoDatabase(
                    $"No database is configured. Set {ConnectionStringKey} (or the variable ConnectionStrings__Content) to a PostgreSQL 15 or newer, for example: "
                    + "Host=localhost;Database=content;Username=content;Password=…");
            }

            using var loggers = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole(console => console.SingleLine = true));
            var server = await EmbeddedPostgres.Start(embedded, loggers.CreateLogger<EmbeddedPostgres>(), cancellation);
            connectionString = server.ConnectionString;
            builder.Services.AddSingleton(_ => server); // by factory, so that the container stops it at the end
        }

        try
        {
            _ = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new NoDatabase($"{ConnectionStringKey} is not a connection string: {e.Message}");
        }

        builder.Services.AddSingleton(services =>
        {
            services.GetService<EmbeddedPostgres>();
            return new Database(connectionString, options, services.GetRequiredService<ILoggerFactory>());
        });
        builder.Services.AddSingleton<Migrator>();
        builder.Services.AddScoped<Snapshot>();
        builder.Services.AddScoped<LibraryReader>();
    }
}

/// <summary>There is no database to work on. The message says why and is meant for the operator.</summary>
internal sealed class NoDatabase(string message) : Exception(message);
