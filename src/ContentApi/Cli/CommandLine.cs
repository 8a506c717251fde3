using System.CommandLine;
using ContentApi.Core.Text;
using ContentApi.Data;
using ContentApi.EmbeddedPostgres;
using ContentApi.Publishing;
using ContentApi.Web;
using ContentApi.Web.Connections;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ContentApi.Cli;

/// <summary>
/// Parses the command line and runs its command. Without a command, the program serves the API. Every command except `healthcheck` accepts
/// configuration settings, including those of ASP.NET Core.
/// </summary>
internal sealed class CommandLine(Func<string[], CancellationToken, bool, Task<WebApplication>> build)
{
    /// <summary>Settings that log only warnings and errors, because commands print their own results.</summary>
    private static readonly string[] WarningsOnly = ["--Logging:LogLevel:Default=Warning"];

    /// <summary>Assemblies of the framework whose exceptions report an invalid setting.</summary>
    private static readonly string[] ConfigurationAssemblies =
        ["Microsoft.Extensions.Configuration.Binder", "Microsoft.Extensions.Logging.Configuration", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Server.Kestrel.Core"];

    public Task<int> Run(string[] args) => RunAndReportErrors(async () =>
    {
#if DEBUG
        // Makes Development the default of `dotnet run`. A launch profile could do this too, but with one, `dotnet run` writes to standard
        // output, where `key create` must print only the key.
        if (Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") is null && Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") is null)
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", "Development");
        }
#endif
        var (settings, arguments, error) = HostArguments.Split(args);
        var root = CreateRootCommand(settings);
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        error ??= HostArguments.DescribeUnknownOption(arguments, GetOptionNames(parsed.CommandResult.Command, root)) ?? DescribeUnknownCommand(parsed) ?? (parsed.Errors.Count > 0 ? parsed.Errors[0].Message : null);
        if (error is not null)
        {
            await Console.Error.WriteLineAsync($"{error}\nTry --help.");
            return ExitCode.WrongUsage;
        }

        // The default timeout would end the process two seconds after SIGTERM, during a graceful shutdown. The default exception handler
        // would print a stack trace before `RunAndReportErrors` could print a message.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    });

    private RootCommand CreateRootCommand(string[] settings)
    {
        var root = new RootCommand(
            "Headless content API for founder stories.\n\n"
            + "Without a command, it serves the API. Every setting is also an option, including the settings of ASP.NET Core:\n"
            + "  ContentApi --urls http://localhost:8080 --environment Production --Library:TimeZone=Europe/Berlin\n\n"
            + "Set the database in ConnectionStrings:Content (variable ConnectionStrings__Content).\n"
            + "Without it, the service starts a private PostgreSQL, except in Production.");
        root.SetAction((_, cancellationToken) => Serve(settings, cancellationToken));

        var migrate = new Command("migrate", "Apply pending migrations, then update the search index and the pre-serialized JSON of the stories.");
        migrate.SetAction((_, cancellationToken) => RunWithServices(settings, migratesInDevelopment: false, services => Migrate(services, cancellationToken), cancellationToken));
        root.Subcommands.Add(migrate);

        var paths = new Argument<string[]>("PATH") { Description = "Files, and folders to search for .md, .markdown and .txt files.", Arity = ArgumentArity.OneOrMore };
        var import = new Command("import", "Import documents: Markdown with front matter, or page text.\nExit codes: 0 all imported, 1 a document failed or the import did not finish, 2 wrong usage, 3 no usable database.") { paths };
        import.SetAction((parsed, cancellationToken) => RunWithServices(settings, migratesInDevelopment: true, services => ImportCommand.Run(services, parsed.GetRequiredValue(paths), cancellationToken), cancellationToken));
        root.Subcommands.Add(import);

        var reindex = new Command("reindex", "Rebuild the search index, all computed recommendations and the pre-serialized JSON of the stories. The API stays available.");
        reindex.SetAction((_, cancellationToken) => RunWithServices(settings, migratesInDevelopment: false, services => ReindexCommand.Run(services, cancellationToken), cancellationToken));
        root.Subcommands.Add(reindex);

        var reset = new Command("reset", "Delete the embedded database of this checkout. The next start creates a new one.");
        reset.SetAction((_, cancellationToken) => ResetCommand.Run(settings, cancellationToken));
        root.Subcommands.Add(reset);

        var url = new Option<string>("--url") { Description = "URL of the service.", DefaultValueFactory = _ => HealthcheckCommand.GetDefaultUrl() };
        url.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                result.AddError("--url must be an absolute URL such as http://localhost:5080.");
            }
        });
        var healthcheck = new Command("healthcheck", "Check whether a running service is ready.\nExit codes: 0 ready, 1 not ready.") { url };
        healthcheck.Validators.Add(result =>
        {
            if (settings.Length > 0)
            {
                result.AddError("healthcheck accepts no settings, only --url.");
            }
        });
        healthcheck.SetAction((parsed, cancellationToken) => HealthcheckCommand.Run(new Uri(parsed.GetRequiredValue(url)), cancellationToken));
        root.Subcommands.Add(healthcheck);
        root.Subcommands.Add(KeyCommand.CreateCommand((key, cancellationToken) =>
            RunWithServices([.. KeyCommand.LogToStandardError, .. settings], migratesInDevelopment: true, services => KeyCommand.CreateKey(services, key, cancellationToken), cancellationToken)));
        return root;
    }

    private async Task<int> Serve(string[] settings, CancellationToken cancellationToken)
    {
        ConnectionLimitSetup.EnsureDescriptorsForStartup();
        await using var app = await build(settings, cancellationToken, true);
        var initializer = new DatabaseInitializer(app);
        var isReady = app.Environment.IsDevelopment() && await initializer.Initialize(cancellationToken);
        var initialization = isReady ? Task.CompletedTask : initializer.RetryUntilReady(app.Lifetime.ApplicationStopping);
        try
        {
            await app.StartAsync(cancellationToken);
            StartupLog.LogUrls(app);
            await app.WaitForShutdownAsync(cancellationToken);
        }
        finally
        {
            app.Lifetime.StopApplication();
            await initialization; // uses services that are disposed with the app
        }

        return ExitCode.Ok;
    }

    /// <summary>Builds the service without listening, and runs a command with its services.</summary>
    private async Task<int> RunWithServices(string[] settings, bool migratesInDevelopment, Func<IServiceProvider, Task<int>> command, CancellationToken cancellationToken)
    {
        await using var app = await build([.. WarningsOnly, .. settings], cancellationToken, false);
        if (migratesInDevelopment && app.Environment.IsDevelopment())
        {
            await app.Services.GetRequiredService<Migrator>().Migrate(cancellationToken);
        }

        await using var scope = app.Services.CreateAsyncScope();
        return await command(scope.ServiceProvider);
    }

    private static async Task<int> Migrate(IServiceProvider services, CancellationToken cancellationToken)
    {
        var applied = await services.GetRequiredService<Migrator>().Migrate(cancellationToken);
        Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"Applied {string.Join(", ", applied)}.");
        var reindexer = services.GetRequiredService<Reindexer>();
        if (await reindexer.RenderOutdatedBodies(cancellationToken) is > 0 and var rendered)
        {
            Console.WriteLine($"Rendered the bodies of {rendered:N0} stories again.");
        }

        if (await reindexer.IndexMissing(cancellationToken) is > 0 and var indexed)
        {
            Console.WriteLine($"Indexed {indexed:N0} stories.");
        }

        if (await reindexer.RenderMissingJson(cancellationToken) is > 0 and var updated)
        {
            Console.WriteLine($"Updated the pre-serialized JSON of {updated:N0} stories.");
        }

        return ExitCode.Ok;
    }

    /// <summary>Runs a command, and reports expected exceptions to the operator as a message without a stack trace.</summary>
    private static async Task<int> RunAndReportErrors(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception e) when (Describe(e) is { } error)
        {
            if (error.Message is not null)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            return error.Code;
        }
    }

    /// <summary>Returns the exit code and the message of an expected exception; null for any other.</summary>
    private static (int Code, string? Message)? Describe(Exception exception) => exception switch
    {
        DatabaseNotConfiguredException or EmbeddedPostgresException or MigrationException => (ExitCode.NoDatabase, exception.Message),
        PostgresException e => (ExitCode.NoDatabase, $"The database rejected the request: {e.MessageText} (SQLSTATE {e.SqlState})."),
        NpgsqlException or TimeoutException => (ExitCode.NoDatabase, $"The database is unavailable: {exception.Message}"),
        OptionsValidationException e => (ExitCode.WrongUsage, string.Join('\n', e.Failures)),
        FormatException => (ExitCode.WrongUsage, $"Invalid setting: {exception.Message}"),
        InvalidOperationException { Source: { } source } when ConfigurationAssemblies.Contains(source) => (ExitCode.WrongUsage, $"Invalid setting: {exception.Message}"),
        ListenAddressException or IOException { InnerException: AddressInUseException } => (ExitCode.Failed, exception.Message),
        OperationCanceledException => (ExitCode.Failed, null),
        _ => null,
    };

    private static HashSet<string> GetOptionNames(Command command, RootCommand root) =>
        command.Options.Concat(root.Options.Where(option => option.Recursive)).SelectMany(option => option.Aliases.Append(option.Name)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Returns an error with a suggestion if the command is unknown; otherwise null.</summary>
    private static string? DescribeUnknownCommand(ParseResult parsed) =>
        parsed.CommandResult.Command is { Subcommands.Count: > 0 } parent && parsed.UnmatchedTokens.Count > 0
            ? $"Unknown command '{parsed.UnmatchedTokens[0]}'. {NameSuggester.Suggest(parsed.UnmatchedTokens[0], parent.Subcommands.Select(command => command.Name))}"
            : null;
}
