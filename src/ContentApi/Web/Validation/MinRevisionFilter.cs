using System.Globalization;
using ContentApi.ChangeLog;
using ContentApi.Data;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;

namespace ContentApi.Web.Validation;

/// <summary>
/// Applies `minRevision=N`: a delivery response is never older than revision N, so that clients read their own writes. A node that has not
/// applied N reads the change log immediately, waits up to one second, and then returns 503. If N does not exist yet, returns 400 at once.
/// </summary>
internal static class MinRevisionFilter
{
    public const string ParameterName = CacheKey.MinRevisionParameter;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    public static TBuilder WithMinRevision<TBuilder>(this TBuilder group)
        where TBuilder : IEndpointConventionBuilder
    {
        group.WithMetadata(new AcceptsMinRevision());
        return group.AddEndpointFilter(async (context, next) =>
        {
            if (context.HttpContext.Request.Query[ParameterName] is not [{ } text])
            {
                return await next(context);
            }

            var minRevision = long.Parse(text, CultureInfo.InvariantCulture);
            if (await WaitForRevision(minRevision, context.HttpContext) is { } problem)
            {
                return problem;
            }

            var result = await next(context);
            return context.HttpContext.RequestServices.GetRequiredService<ReadSnapshot>().LastRead is { } snapshot && snapshot.Revision < minRevision
                ? CreateUnavailableProblem(minRevision, context.HttpContext) // the endpoint read from a standby that lags behind
                : result;
        });
    }

    private static async Task<ProblemResult?> WaitForRevision(long minRevision, HttpContext context)
    {
        var services = context.RequestServices;
        var (index, reader, clock) = (services.GetRequiredService<InvalidationIndex>(), services.GetRequiredService<ChangeLogReader>(), services.GetRequiredService<TimeProvider>());
        var start = clock.GetTimestamp();
        while (index.Applied is not { } applied || applied.Number < minRevision)
        {
            await reader.Refresh(minRevision, context.RequestAborted);
            if (index.Applied!.Number >= minRevision)
            {
                break;
            }

            if (await services.GetRequiredService<SnapshotReader>().ReadNewestRevision(context.RequestAborted) is var newest && newest < minRevision)
            {
                return new InvalidRequestProblem(ParameterName, $"is beyond the library's newest revision, which is {newest}.");
            }

            if (clock.GetElapsedTime(start) > MaxWait)
            {
                return CreateUnavailableProblem(minRevision, context);
            }

            await Task.Delay(PollInterval, clock, context.RequestAborted);
        }

        return null;
    }

    /// <summary>Returns the 503 of a node that has not applied a revision yet.</summary>
    public static ProblemResult CreateUnavailableProblem(long minRevision, HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return new ProblemResult(ProblemKind.Unavailable, $"Revision {minRevision} is not available on this node yet.");
    }

    /// <summary>Endpoint metadata that marks operations with the `minRevision` parameter, for the OpenAPI document.</summary>
    internal sealed record AcceptsMinRevision;
}
