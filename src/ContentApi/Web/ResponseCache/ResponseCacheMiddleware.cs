using System.Buffers;
using System.Collections.Concurrent;
using ContentApi.ChangeLog;
using ContentApi.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ContentApi.Web.ResponseCache;

/// <summary>
/// Serves delivery requests from memory while the stored response is valid at the revision that this node has applied. Otherwise, one
/// request runs the endpoint, and concurrent requests with the same key share the response.
/// </summary>
internal sealed class ResponseCacheMiddleware(RequestDelegate next, ResponseCacheStore cache, InvalidationIndex index, ChangeLogReader reader, IOptions<DeliveryOptions> options, TimeProvider clock)
{
    private const int StackKeyLength = 320;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(25);

    private readonly ConcurrentDictionary<string, SingleFlight> flights = new(StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<DeliveryEndpoint>() is null)
        {
            return next(context);
        }

        var coding = ContentCodings.Choose(context.Request.Headers.AcceptEncoding);
        var maxLength = CacheKey.GetMaxLength(context.Request);
        char[]? rented = null;
        var buffer = maxLength <= StackKeyLength ? stackalloc char[StackKeyLength] : rented = ArrayPool<char>.Shared.Rent(maxLength);
        try
        {
            var applied = index.Applied; // read first: everything below is compared with it
            if (applied is null || !cache.IsEnabled || !CacheKey.TryWrite(context.Request, coding, buffer, out var length, out var minRevision))
            {
                return ExecuteUncached(context, coding);
            }

            var key = buffer[..length];
            return minRevision > applied.Number ? WaitForRevision(minRevision, context, key.ToString(), coding)
                : cache.Find(key, applied) is { } cached ? WriteHit(cached, context, applied)
                : HandleMiss(context, key.ToString(), coding, applied);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    /// <summary>
    /// Reads the change log immediately. If this node is still behind, runs the endpoint, whose filter waits for the revision or rejects
    /// the request.
    /// </summary>
    private async Task WaitForRevision(long minRevision, HttpContext context, string key, ContentCoding coding)
    {
        await reader.Refresh(minRevision, context.RequestAborted);
        var applied = index.Applied!;
        await (applied.Number < minRevision ? ExecuteUncached(context, coding)
            : cache.Find(key, applied) is { } cached ? WriteHit(cached, context, applied)
            : HandleMiss(context, key, coding, applied));
    }

    private async Task HandleMiss(HttpContext context, string key, ContentCoding coding, AppliedRevision appliedOnArrival)
    {
        while (true)
        {
            var newFlight = new SingleFlight();
            var flight = flights.GetOrAdd(key, newFlight);
            if (flight == newFlight)
            {
                if (await ExecuteShared(context, key, coding, appliedOnArrival, newFlight) is { } executed)
                {
                    await executed.Write(context, appliedOnArrival, staleness: null);
                }

                return;
            }

            var response = await flight.Completion.WaitAsync(context.RequestAborted);
            if (response is null)
            {
                await ExecuteUncached(context, coding); // the response cannot be shared, for example a 400
                return;
            }

            if (response.Generation == appliedOnArrival.Generation && response.Revision >= appliedOnArrival.Number)
            {
                await response.Write(context, appliedOnArrival, staleness: null);
                return;
            }

            // The shared execution started before a change that this client may have seen. Use the stored response if it is still valid;
            // else retry.
            if (index.Applied is { } applied && cache.Find(key, applied) is { } cached)
            {
                await WriteHit(cached, context, applied);
                return;
            }
        }
    }

    private async Task<CachedResponse?> ExecuteShared(HttpContext context, string key, ContentCoding coding, AppliedRevision appliedOnArrival, SingleFlight flight)
    {
        try
        {
            // Another execution may have completed between the cache lookup and the start of this one.
            var response = cache.Find(key, appliedOnArrival) ?? await ExecuteEndpoint(context, coding, appliedOnArrival, isShared: true);
            if (response is not null)
            {
                cache.Set(key, response);
            }

            flights.TryRemove(key, out _); // before completion: a waiter that rejects the response must start a new flight
            flight.Complete(response);
            return response;
        }
        catch (Exception e)
        {
            flights.TryRemove(key, out _);
            flight.Fail(e);
            throw;
        }
    }

    /// <summary>Writes a stored response, and marks a 304, which does not count against the rate limit.</summary>
    private Task WriteHit(CachedResponse cached, HttpContext context, AppliedRevision applied)
    {
        var writing = cached.Write(context, applied, index.Staleness);
        if (context.Response.StatusCode == StatusCodes.Status304NotModified)
        {
            context.Features.Set(ResponseCacheHit.Instance);
        }

        return writing;
    }

    /// <summary>
    /// Executes the endpoint for this request only, because the response cannot be stored or the node has not reached `minRevision`.
    /// </summary>
    private async Task ExecuteUncached(HttpContext context, ContentCoding coding)
    {
        if (await ExecuteEndpoint(context, coding, index.Applied, isShared: false) is { } response)
        {
            await response.Write(context, index.Applied is { } applied && response.Revision >= applied.Number ? applied : null, staleness: null);
        }
    }

    /// <summary>
    /// Runs the endpoint. Returns null if the endpoint wrote a response that applies to this request only. A shared execution continues
    /// when the client of this request disconnects.
    /// </summary>
    private async Task<CachedResponse?> ExecuteEndpoint(HttpContext context, ContentCoding coding, AppliedRevision? appliedOnArrival, bool isShared)
    {
        var (start, aborted) = (clock.GetTimestamp(), context.RequestAborted);
        var snapshot = context.RequestServices.GetRequiredService<ReadSnapshot>();
        while (true)
        {
            var captured = new CapturedResponse();
            context.Features.Set(captured);
            context.Response.RegisterForDispose(captured); // an uncached response is written from its buffer
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

            if (!captured.HasResponse)
            {
                return null;
            }

            // Retry if the reads saw different revisions, or if a standby lags behind the revision that this node has applied.
            if (snapshot.LastRead is { } read && !snapshot.IsMixed)
            {
                if (appliedOnArrival is null || read.Revision >= appliedOnArrival.Number || index.IsValid(captured.Tags, read.Revision))
                {
                    return captured.ToCachedResponse(coding, read, appliedOnArrival?.Generation ?? 0, options.Value, isStored: isShared);
                }
            }

            if (clock.GetElapsedTime(start) > MaxWait)
            {
                throw new NpgsqlException("The read database lags behind the applied revision.");
            }

            snapshot.Reset();
            await Task.Delay(RetryInterval, clock, CancellationToken.None);
        }
    }

    /// <summary>Represents one execution of an endpoint whose response concurrent requests share.</summary>
    private sealed class SingleFlight
    {
        private readonly TaskCompletionSource<CachedResponse?> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<CachedResponse?> Completion => completion.Task;

        public void Complete(CachedResponse? response) => completion.SetResult(response);

        public void Fail(Exception exception)
        {
            completion.SetException(exception);
            _ = completion.Task.Exception; // observes the exception, even without waiters
        }
    }
}
