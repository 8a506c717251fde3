using Microsoft.Net.Http.Headers;
using Npgsql;

namespace ContentApi.Web.Problems;

/// <summary>Converts status codes without a body and unhandled exceptions, such as an unavailable database, to problems.</summary>
internal static partial class ProblemMiddleware
{
    /// <summary>Headers that a problem keeps when it replaces a response: they do not depend on the content.</summary>
    private static readonly string[] PreservedHeaders =
    [
        HeaderNames.XContentTypeOptions, HeaderNames.ContentSecurityPolicy, "Referrer-Policy", HeaderNames.StrictTransportSecurity, HeaderNames.AccessControlAllowOrigin, HeaderNames.AccessControlExposeHeaders, HeaderNames.Vary,
        "RateLimit", "RateLimit-Policy",
    ];

    public static void UseProblems(this WebApplication app) => app.Use(HandleErrors);

    /// <summary>Adds HEAD to an `Allow` header that has GET, because the service handles HEAD as GET.</summary>
    private static void AddHeadToAllow(HttpResponse response)
    {
        if (response.Headers.Allow is [{ } allowed] && allowed.Split(", ").Contains("GET") && !allowed.Contains("HEAD", StringComparison.Ordinal))
        {
            response.Headers.Allow = allowed.Replace("GET", "GET, HEAD", StringComparison.Ordinal);
        }
    }

    /// <summary>Replaces error responses without a body, and exceptions, by problems.</summary>
    /// <remarks>The framework's own handlers would add headers to every response and a feature to every request.</remarks>
    private static async Task HandleErrors(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            if (IsErrorWithoutBody(context.Response))
            {
                await CreateFromStatus(context).ExecuteAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest; // the client has disconnected
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            Clear(context.Response);
            await CreateFromException(context, e).ExecuteAsync(context);
        }
    }

    /// <summary>Clears the response, except for the headers that do not depend on its content.</summary>
    private static void Clear(HttpResponse response)
    {
        var preserved = Array.ConvertAll(PreservedHeaders, name => response.Headers[name]);
        response.Clear();
        for (var i = 0; i < PreservedHeaders.Length; i++)
        {
            response.Headers[PreservedHeaders[i]] = preserved[i]; // assigning an empty value adds no header
        }
    }

    /// <summary>Returns whether the response is an error without a body.</summary>
    private static bool IsErrorWithoutBody(HttpResponse response) =>
        response is { StatusCode: >= 400 and < 600, HasStarted: false, ContentLength: null } && string.IsNullOrEmpty(response.ContentType);

    private static ProblemResult CreateFromException(HttpContext context, Exception exception)
    {
        if (exception is BadHttpRequestException badRequest)
        {
            return new ProblemResult(ProblemKind.FromStatus(badRequest.StatusCode), badRequest.Message);
        }

        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProblemMiddleware));
        if (exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation })
        {
            return new ProblemResult(ProblemKind.Conflict, "A concurrent request changed the resource. Read it again and retry.");
        }

        if (IsUnavailability(exception))
        {
            LogUnavailable(logger, context.Request.Method, context.Request.Path, exception.Message, context.GetTraceId());
            context.Response.Headers.RetryAfter = "1";
            return new ProblemResult(ProblemKind.Unavailable, DescribeUnavailability(exception));
        }

        LogFailed(logger, exception, context.Request.Method, context.Request.Path, context.GetTraceId());
        return new ProblemResult(ProblemKind.Internal, "The error was logged. Retry; if it persists, report the traceId.");
    }

    /// <summary>
    /// Returns whether the database is unavailable, overloaded, or lacks a migration. Such failures are logged without a stack trace, which
    /// would not help to explain them.
    /// </summary>
    private static bool IsUnavailability(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } => true,
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => true,
        PostgresException postgres => postgres.IsTransient,
        NpgsqlException => true,
        TimeoutException or OperationCanceledException => true,
        _ => false,
    };

    private static string DescribeUnavailability(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } =>
            "The database schema is out of date. Run the `migrate` command.",
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => "A database query timed out.",
        _ => "The database is unavailable.",
    };

    private static ProblemResult CreateFromStatus(HttpContext context)
    {
        AddHeadToAllow(context.Response);
        var request = context.Request;
        var kind = ProblemKind.FromStatus(context.Response.StatusCode);
        return kind.Status switch
        {
            StatusCodes.Status404NotFound => new ProblemResult(kind, "No route matches this URL. Paths are case-sensitive and have no trailing slash; /openapi/v1.json lists them."),
            StatusCodes.Status405MethodNotAllowed => new ProblemResult(kind, $"{request.Method} is not allowed here; allowed: {context.Response.Headers.Allow}."),
            StatusCodes.Status412PreconditionFailed when HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) => CreateReadPreconditionProblem(context.Response.Headers.ETag),
            _ => new ProblemResult(kind, $"The server rejected the request with status {kind.Status}."),
        };
    }

    /// <summary>Returns the 412 for a read whose `If-Match` does not match.</summary>
    /// <param name="etag">Current entity tag of the resource.</param>
    public static ProblemResult CreateReadPreconditionProblem(string? etag) =>
        new(ProblemKind.PreconditionFailed, $"If-Match does not match the current ETag {etag} of the resource. To get the current content, send the request without If-Match.");

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} failed because the database is unavailable: {Reason} (trace {TraceId})")]
    private static partial void LogUnavailable(ILogger logger, string method, PathString path, string reason, string traceId);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed (trace {TraceId})")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, PathString path, string traceId);
}
