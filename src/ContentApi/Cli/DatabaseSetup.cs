using ContentApi.Data;
using ContentApi.EmbeddedPostgres;
using Npgsql;

namespace ContentApi.Cli;

/// <summary>Selects the database of this process: the configured one or, outside Production, an embedded one.</summary>
internal static class DatabaseSetup
{
    public const string ConnectionStringKey = "ConnectionStrings:Content";

    /// <exception cref="DatabaseNotConfiguredException">
    /// No database is configured and an embedded one is not allowed, or the connection string is invalid.
    /// </exception>
    public static async Task AddDatabase(this WebApplicationBuilder builder, CancellationToken cancellationToken)
    {
        var connectionString = builder.AddValidatedOptions<ConnectionStringsOptions>("ConnectionStrings").Content;
        var embedded = builder.AddValidatedOptions<EmbeddedOptions>("Embedded");
        var options = builder.AddValidatedOptions<DatabaseOptions>("Database");
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            if (builder.Environment.IsProduction() || !embedded.Enabled)
            {
                throw new DatabaseNotConfiguredException(
                    $"No database is configured. Set {ConnectionStringKey} (or the variable ConnectionStrings__Content) to a database of PostgreSQL 15 or newer, for example: "
                    + "Host=localhost;Database=content;Username=content;Password=…");
            }

            using var loggerFactory = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole(console => console.SingleLine = true));
            var server = await EmbeddedPostgresServer.Start(embedded, loggerFactory.CreateLogger<EmbeddedPostgresServer>(), cancellationToken);
            connectionString = server.ConnectionString;
            builder.Services.AddSingleton(_ => server); // the container disposes only services that it creates, so a factory is needed
        }

        try
        {
            _ = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new DatabaseNotConfiguredException($"{ConnectionStringKey} is not a connection string: {e.Message}");
        }

        builder.Services.AddSingleton(services =>
        {
            services.GetService<EmbeddedPostgresServer>(); // resolved first, so that the container disposes the server after the database
            return new Database(connectionString, options, services.GetRequiredService<ILoggerFactory>());
        });
        builder.Services.AddSingleton<Migrator>();
        builder.Services.AddScoped<ReadSnapshot>();
        builder.Services.AddScoped<SnapshotReader>();
    }
}
