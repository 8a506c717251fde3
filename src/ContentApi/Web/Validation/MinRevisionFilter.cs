using System.Globalization;
using ContentApi.ChangeLog;
using ContentApi.Data;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;

namespace ContentApi.Web.Validation;

/// <summary>
/// Applies `minRevision=N`: a delivery response is never older than revision N, so that clients read their own writes. A node that is
/// behind reads the log immediately and waits up to one second (503). A revision newer than the library's newest returns 400 immediately.
/// </summary>
internal static class MinRevisionFilter
{
    public const string Parameter = CacheKey.MinRevision;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static TBuilder WithMinRevision<TBuilder>(this TBuilder group)
        where TBuilder : IEndpointConventionBuilder
    {
        group.WithMetadata(new Taken());
        return group.AddEndpointFilter(async (context, next) =>
        {
            if (context.HttpContext.Request.Query[Parameter] is not [{ } text])
            {
                return await next(context);
            }

            var wanted = long.Parse(text, CultureInfo.InvariantCulture);
            if (await Wait(wanted, context.HttpContext) is { } refusal)
            {
                return refusal;
            }

            var answer = await next(context);
            return context.HttpContext.RequestServices.GetRequiredService<ReadSnapshot>().Row is { } row && row.Revision < wanted
                ? Behind(wanted, context.HttpContext) // the read went to a different standby than the read of the log
                : answer;
        });
    }

    private static async Task<ProblemResult?> Wait(long wanted, HttpContext context)
    {
        var services = context.RequestServices;
        var (log, reader, clock) = (services.GetRequiredService<InvalidationIndex>(), services.GetRequiredService<ChangeLogReader>(), services.GetRequiredService<TimeProvider>());
        var start = clock.GetTimestamp();
        while (log.Now is not { } now || now.Number < wanted)
        {
            await reader.Refresh(context.RequestAborted);
            if (log.Now!.Number >= wanted)
            {
                break;
            }

            if (await services.GetRequiredService<SnapshotReader>().Newest(context.RequestAborted) is var newest && newest < wanted)
            {
                return new InvalidRequestProblem(Parameter, $"is beyond the library's newest revision, which is {newest}.");
            }

            if (clock.GetElapsedTime(start) > Longest)
            {
                return Behind(wanted, context);
            }

            await Task.Delay(Pause, clock, context.RequestAborted);
        }

        return null;
    }

    private static ProblemResult Behind(long wanted, HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return new ProblemResult(ProblemKind.Unavailable, $"Revision {wanted} is not available on this node yet.");
    }

    /// <summary>Endpoint metadata that marks operations with the `minRevision` parameter, for the contract.</summary>
    internal sealed record Taken;
}
