using System.Buffers;
using System.Collections.Concurrent;
using ContentApi.ChangeLog;
using ContentApi.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ContentApi.Web.ResponseCache;

/// <summary>
/// Serves delivery from memory if the stored response is valid at the revision that this node has applied. Otherwise, one request runs
/// the endpoint, and concurrent requests with the same key share its response.
/// </summary>
internal sealed class ResponseCacheMiddleware(RequestDelegate next, ResponseCacheStore cache, InvalidationIndex log, ChangeLogReader reader, IOptions<DeliveryOptions> options, TimeProvider clock)
{
    private const int OnStack = 256;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly ConcurrentDictionary<string, SingleFlight> flights = new(StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<DeliveryEndpoint>() is null)
        {
            return next(context);
        }

        var coding = ContentCodings.Choose(context.Request.Headers.AcceptEncoding);
        var room = CacheKey.Room(context.Request);
        char[]? rented = null;
        var space = room <= OnStack ? stackalloc char[OnStack] : rented = ArrayPool<char>.Shared.Rent(room);
        try
        {
            var now = log.Now; // read first: everything below is compared with it
            if (now is null || !cache.IsEnabled || !CacheKey.TryWrite(context.Request, coding, space, out var length, out var minRevision))
            {
                return ExecuteUncached(context, coding);
            }

            var key = space[..length];
            return minRevision > now.Number ? WaitForRevision(minRevision, context, key.ToString(), coding)
                : cache.Find(key, now) is { } held ? WriteHit(held, context, now)
                : Miss(context, key.ToString(), coding, now);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Reads the change log immediately. If the node is still behind, the endpoint filter waits or rejects the request.</summary>
    private async Task WaitForRevision(long minRevision, HttpContext context, string key, ContentCoding coding)
    {
        await reader.Refresh(context.RequestAborted);
        var now = log.Now!;
        await (now.Number < minRevision ? ExecuteUncached(context, coding)
            : cache.Find(key, now) is { } held ? WriteHit(held, context, now)
            : Miss(context, key, coding, now));
    }

    private async Task Miss(HttpContext context, string key, ContentCoding coding, AppliedRevision arrived)
    {
        while (true)
        {
            var mine = new SingleFlight();
            var flight = flights.GetOrAdd(key, mine);
            if (flight == mine)
            {
                if (await ExecuteShared(context, key, coding, arrived, mine) is { } made)
                {
                    await made.Write(context, arrived, silence: null);
                }

                return;
            }

            var answer = await flight.Landing.WaitAsync(context.RequestAborted);
            if (answer is null)
            {
                await ExecuteUncached(context, coding); // the response cannot be shared, for example a 400
                return;
            }

            if (answer.Generation == arrived.Generation && answer.Revision >= arrived.Number)
            {
                await answer.Write(context, arrived, silence: null);
                return;
            }

            // The shared execution started before a change that this client may have seen. Use its response if it is still valid; else
            // retry.
            if (log.Now is { } now && cache.Find(key, now) is { } held)
            {
                await WriteHit(held, context, now);
                return;
            }
        }
    }

    private async Task<CachedResponse?> ExecuteShared(HttpContext context, string key, ContentCoding coding, AppliedRevision arrived, SingleFlight flight)
    {
        try
        {
            // Another execution may have completed between the cache lookup and the start of this one.
            var answer = cache.Find(key, arrived) ?? await Find(context, coding, arrived, isShared: true);
            if (answer is not null)
            {
                cache.Set(key, answer);
            }

            flights.TryRemove(key, out _); // before completion: a waiter that rejects the response must start a new one
            flight.Land(answer);
            return answer;
        }
        catch (Exception e)
        {
            flights.TryRemove(key, out _);
            flight.Fail(e);
            throw;
        }
    }

    /// <summary>Writes a stored response, and marks a 304, which does not count against the rate limit.</summary>
    private Task WriteHit(CachedResponse held, HttpContext context, AppliedRevision now)
    {
        var writing = held.Write(context, now, log.Staleness);
        if (context.Response.StatusCode == StatusCodes.Status304NotModified)
        {
            context.Features.Set(ResponseCacheHit.Instance);
        }

        return writing;
    }

    /// <summary>
    /// Executes the endpoint for this request only: the response cannot be stored, or the node has not reached `minRevision`.
    /// </summary>
    private async Task ExecuteUncached(HttpContext context, ContentCoding coding)
    {
        if (await Find(context, coding, log.Now, isShared: false) is { } answer)
        {
            await answer.Write(context, log.Now is { } now && answer.Revision >= now.Number ? now : null, silence: null);
        }
    }

    /// <summary>
    /// Runs the endpoint. Returns null if the endpoint wrote a response that applies to this request only. A shared execution continues
    /// when the client of this request disconnects.
    /// </summary>
    private async Task<CachedResponse?> Find(HttpContext context, ContentCoding coding, AppliedRevision? arrived, bool isShared)
    {
        var (start, aborted) = (clock.GetTimestamp(), context.RequestAborted);
        var snapshot = context.RequestServices.GetRequiredService<ReadSnapshot>();
        while (true)
        {
            var found = new CapturedResponse();
            context.Features.Set(found);
            context.Response.RegisterForDispose(found); // an uncached response is written from its buffer
            try
            {
                context.RequestAborted = isShared ? CancellationToken.None : aborted;
                await next(context);
            }
            finally
            {
                context.RequestAborted = aborted;
                context.Features.Set<CapturedResponse>(null);
            }

            if (!found.HasResponse)
            {
                return null;
            }

            // Retry if the reads saw different revisions, or if a standby lags behind the revision that this node has applied.
            if (snapshot.Row is { } row && !snapshot.IsMixed)
            {
                if (arrived is null || row.Revision >= arrived.Number || log.IsValid(found.Tags, row.Revision))
                {
                    return found.ToCachedResponse(coding, row, arrived?.Generation ?? 0, options.Value, isKept: isShared);
                }
            }

            if (clock.GetElapsedTime(start) > Longest)
            {
                throw new NpgsqlException("The database that is read from is behind.");
            }

            snapshot.Reset();
            await Task.Delay(Pause, clock, CancellationToken.None);
        }
    }

    /// <summary>Represents one execution of an endpoint whose response concurrent requests share.</summary>
    private sealed class SingleFlight
    {
        private readonly TaskCompletionSource<CachedResponse?> landing = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<CachedResponse?> Landing => landing.Task;

        public void Land(CachedResponse? answer) => landing.SetResult(answer);

        public void Fail(Exception e)
        {
            landing.SetException(e);
            _ = landing.Task.Exception; // observes the exception, even without waiters
        }
    }
}
