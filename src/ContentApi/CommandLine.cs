using System.CommandLine;
using ContentApi.Data;
using ContentApi.Http;
using ContentApi.Importing;
using Npgsql;

namespace ContentApi;

/// <summary>What the verbs exit with.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int NoDatabase = 3;
}

/// <summary>The verbs of the executable. Without one it serves, and takes ASP.NET Core's own options (`--urls`, `--environment`).</summary>
internal static class CommandLine
{
    /// <summary>The verbs print what they did; of the log only warnings are wanted beside it.</summary>
    private static readonly string[] Quiet = ["--Logging:LogLevel:Default=Warning"];

    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand(
            "Headless content API for founder stories.\n\n"
            + "Without a verb it serves the API. ASP.NET Core's options work as everywhere, for example:\n"
            + "  ContentApi --urls http://localhost:8080 --environment Production\n\n"
            + "The database is the one in ConnectionStrings:Content (variable ConnectionStrings__Content);\n"
            + "outside Production, without it, a private PostgreSQL is started.");
        root.SetAction((_, cancellation) => Guarded(() => Serve(args, cancellation)));
        root.TreatUnmatchedTokensAsErrors = false; // they are the host's, and are checked below

        var migrate = new Command("migrate", "Bring the database's schema up to date.");
        migrate.SetAction((_, cancellation) => Guarded(() => Migrate(cancellation)));
        root.Subcommands.Add(migrate);

        var paths = new Argument<string[]>("PATH") { Description = "Files, and folders to search for .md, .markdown and .txt.", Arity = ArgumentArity.OneOrMore };
        var import = new Command("import", "Import documents: Markdown with front matter, or page text.\nExits with 0 when all were imported, 1 when one failed, 2 for wrong usage, 3 when there is no database.") { paths };
        import.SetAction((parsed, cancellation) => Guarded(() => Import(parsed.GetRequiredValue(paths), cancellation)));
        root.Subcommands.Add(import);

        var url = new Option<Uri>("--url") { Description = "Address of the service.", DefaultValueFactory = _ => HealthcheckVerb.DefaultUrl() };
        var healthcheck = new Command("healthcheck", "Ask a running service whether it is ready: exits with 0 if it is, with 1 if not.") { url };
        healthcheck.SetAction((parsed, cancellation) => HealthcheckVerb.Run(parsed.GetRequiredValue(url), cancellation));
        root.Subcommands.Add(healthcheck);

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 || Misplaced(parsed) is not null)
        {
            await Console.Error.WriteLineAsync(parsed.Errors.Count > 0 ? parsed.Errors[0].Message : $"'{Misplaced(parsed)}' is no verb. There are: {string.Join(", ", root.Subcommands.Select(verb => verb.Name))}.");
            await Console.Error.WriteLineAsync("Try --help.");
            return ExitCode.WrongUsage;
        }

        // By default the process would be ended two seconds after SIGTERM, in the middle of a graceful shutdown.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static async Task<int> Serve(string[] args, CancellationToken cancellation)
    {
        await using var app = await Program.Build(args, cancellation);
        await Prepare(app, cancellation);
        await app.StartAsync(cancellation);
        Announcement.Log(app);
        await app.WaitForShutdownAsync(cancellation);
        return ExitCode.Ok;
    }

    /// <summary>
    /// In Development the schema and the sample library come by themselves. Elsewhere `migrate` is a step of its own; a node that finds
    /// the database behind, or away, starts, says so, and is not ready.
    /// </summary>
    private static async Task Prepare(WebApplication app, CancellationToken cancellation)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var migrator = scope.ServiceProvider.GetRequiredService<Migrator>();
        try
        {
            if (app.Environment.IsDevelopment())
            {
                await migrator.Migrate(cancellation);
            }

            var pending = await migrator.Pending(cancellation);
            if (pending.Count > 0)
            {
                app.Logger.LogError("The database is behind by {Pending} migration(s); this node is not ready. Run the migrate verb", pending.Count);
                return;
            }

            await scope.ServiceProvider.GetRequiredService<SampleLibrary>().Load(cancellation);
        }
        catch (Exception e) when (!app.Environment.IsDevelopment() && e is NpgsqlException or TimeoutException)
        {
            app.Logger.LogError("The database does not answer ({Reason}); this node is not ready until it does", e.Message);
        }
    }

    private static async Task<int> Migrate(CancellationToken cancellation)
    {
        await using var app = await Program.Build(Quiet, cancellation);
        var applied = await app.Services.GetRequiredService<Migrator>().Migrate(cancellation);
        Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"Applied {string.Join(", ", applied)}.");
        return ExitCode.Ok;
    }

    private static async Task<int> Import(string[] paths, CancellationToken cancellation)
    {
        await using var app = await Program.Build(Quiet, cancellation);
        if (app.Environment.IsDevelopment())
        {
            await app.Services.GetRequiredService<Migrator>().Migrate(cancellation);
        }

        await using var scope = app.Services.CreateAsyncScope();
        return await ImportVerb.Run(scope.ServiceProvider, paths, cancellation);
    }

    /// <summary>What an operator must know is a sentence, not a stack trace.</summary>
    private static async Task<int> Guarded(Func<Task<int>> verb)
    {
        try
        {
            return await verb();
        }
        catch (Exception e) when (e is NoDatabase or EmbeddedPostgresUnavailable or MigrationFailed)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.NoDatabase;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"The database does not answer: {e.Message}");
            return ExitCode.NoDatabase;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Failed;
        }
    }

    /// <summary>A word that is neither an option nor an option's value: a mistyped verb must not start a server.</summary>
    private static string? Misplaced(ParseResult parsed)
    {
        var expectsValue = false;
        foreach (var token in parsed.UnmatchedTokens)
        {
            if (!token.StartsWith("--", StringComparison.Ordinal) && !expectsValue)
            {
                return token;
            }

            expectsValue = token.StartsWith("--", StringComparison.Ordinal) && !token.Contains('=');
        }

        return null;
    }
}
