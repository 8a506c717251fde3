using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace ContentApi.Http;

/// <summary>Turns what no handler answered into problems: bare status codes, exceptions, a database that is away.</summary>
internal static class ProblemHandling
{
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = Answer,
            SuppressDiagnosticsCallback = context => IsExpected(context.Exception),
        });
        app.UseStatusCodePages(context => Explain(context.HttpContext).ExecuteAsync(context.HttpContext));
    }

    private static Task Answer(HttpContext context)
    {
        var exception = context.Features.Get<IExceptionHandlerFeature>()!.Error;
        if (exception is BadHttpRequestException bad)
        {
            return new ProblemResult(ProblemKind.For(bad.StatusCode), bad.Message).ExecuteAsync(context);
        }

        if (IsExpected(exception))
        {
            context.Response.Headers.RetryAfter = "1";
            return new ProblemResult(ProblemKind.Unavailable, Unavailable(exception)).ExecuteAsync(context);
        }

        return new ProblemResult(ProblemKind.Internal, "The fault is logged under this traceId. Trying again may help; if it does not, report it.").ExecuteAsync(context);
    }

    /// <summary>The database is away, overloaded, or behind this program: nothing that a stack trace in the log would explain better.</summary>
    private static bool IsExpected(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } => true,
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => true,
        PostgresException postgres => postgres.IsTransient,
        NpgsqlException => true,
        TimeoutException => true,
        BadHttpRequestException => true,
        OperationCanceledException => true,
        _ => false,
    };

    private static string Unavailable(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } =>
            "The database is behind this program: run its `migrate` verb.",
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => "The database took too long to answer.",
        _ => "The database does not answer.",
    };

    private static ProblemResult Explain(HttpContext context)
    {
        var request = context.Request;
        var kind = ProblemKind.For(context.Response.StatusCode);
        return kind.Status switch
        {
            StatusCodes.Status404NotFound => new ProblemResult(kind, "No resource has this address. The contract at /openapi/v1.json lists them all; addresses are case-sensitive and end without a slash."),
            StatusCodes.Status405MethodNotAllowed => new ProblemResult(kind, $"{request.Method} is not allowed here; allowed: {context.Response.Headers.Allow}."),
            _ => new ProblemResult(kind, $"The server answered {kind.Status}."),
        };
    }
}
