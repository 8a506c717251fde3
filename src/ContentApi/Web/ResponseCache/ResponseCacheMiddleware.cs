using System.Buffers;
using System.Collections.Concurrent;
using ContentApi.ChangeLog;
using ContentApi.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ContentApi.Web.ResponseCache;

/// <summary>
/// Answers delivery from memory where what is there is true at the revision that this node has applied; where it is not, one request
/// finds the answer for all that wait for it.
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
            var now = log.Now; // before anything that is compared with it
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

    /// <summary>The log is read at once; where that does not suffice, the endpoint's own filter waits or refuses.</summary>
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
                await ExecuteUncached(context, coding); // it is nothing to share, such as a 400
                return;
            }

            if (answer.Generation == arrived.Generation && answer.Revision >= arrived.Number)
            {
                await answer.Write(context, arrived, silence: null);
                return;
            }

            // It began before a change that this request may know of. What it brought may be true all the same; else it is asked for again.
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
            // Between the look into the cache and the start of this flight, another may have landed.
            var answer = cache.Find(key, arrived) ?? await Find(context, coding, arrived, isShared: true);
            if (answer is not null)
            {
                cache.Set(key, answer);
            }

            flights.TryRemove(key, out _); // before it lands: who does not take its answer begins another
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

    /// <summary>An answer for this request only: nothing can be kept, or it asks for what this node has not seen yet.</summary>
    private async Task ExecuteUncached(HttpContext context, ContentCoding coding)
    {
        if (await Find(context, coding, log.Now, isShared: false) is { } answer)
        {
            await answer.Write(context, log.Now is { } now && answer.Revision >= now.Number ? now : null, silence: null);
        }
    }

    /// <summary>
    /// Runs the endpoint. Null: it has answered the request itself, with what is this request's alone. What others wait for does not end
    /// with this request's client.
    /// </summary>
    private async Task<CachedResponse?> Find(HttpContext context, ContentCoding coding, AppliedRevision? arrived, bool isShared)
    {
        var (start, aborted) = (clock.GetTimestamp(), context.RequestAborted);
        var snapshot = context.RequestServices.GetRequiredService<ReadSnapshot>();
        while (true)
        {
            var found = new CapturedResponse();
            context.Features.Set(found);
            context.Response.RegisterForDispose(found); // who asks alone is answered from it
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

            // A standby may be behind what this node has applied, and two reads may have a change between them: then it is read again.
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

    /// <summary>One request's way to the database, and those that wait for it.</summary>
    private sealed class SingleFlight
    {
        private readonly TaskCompletionSource<CachedResponse?> landing = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<CachedResponse?> Landing => landing.Task;

        public void Land(CachedResponse? answer) => landing.SetResult(answer);

        public void Fail(Exception e)
        {
            landing.SetException(e);
            _ = landing.Task.Exception; // seen, even if nobody waits
        }
    }
}
