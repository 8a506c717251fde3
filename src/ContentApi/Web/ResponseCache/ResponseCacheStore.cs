using System.Collections.Concurrent;
using ContentApi.ChangeLog;
using Microsoft.Extensions.Options;

namespace ContentApi.Web.ResponseCache;

/// <summary>Stores responses by key, within a limit in bytes, and evicts by the CLOCK algorithm (second chance).</summary>
/// <remarks>
/// Evicts the oldest entry that was not referenced since the last pass. Most hits do not write to shared memory, and a crawl of all stories
/// does not evict frequently read stories.
/// </remarks>
internal sealed class ResponseCacheStore
{
    private readonly ConcurrentDictionary<string, CachedResponse> entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CachedResponse>.AlternateLookup<ReadOnlySpan<char>> entriesBySpan;
    private readonly Queue<string> clockQueue = new();
    private readonly Lock writeLock = new();
    private readonly InvalidationIndex index;
    private readonly long maxBytes;
    private long totalBytes;

    public ResponseCacheStore(InvalidationIndex index, IOptions<CacheOptions> options)
    {
        (this.index, maxBytes) = (index, options.Value.SizeLimitMegabytes * 1024L * 1024L);
        entriesBySpan = entries.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool IsEnabled => maxBytes > 0;

    internal long Bytes => Interlocked.Read(ref totalBytes);

    internal int Count => entries.Count;

    /// <summary>Returns the stored response of a key if it is valid at <paramref name="applied"/>; otherwise null.</summary>
    public CachedResponse? Find(ReadOnlySpan<char> key, AppliedRevision applied)
    {
        if (!entriesBySpan.TryGetValue(key, out var response) || !response.IsValidAt(applied, index))
        {
            return null;
        }

        if (!response.Referenced)
        {
            response.Referenced = true;
        }

        return response;
    }

    /// <summary>Stores a response, unless a newer one is present.</summary>
    public void Set(string key, CachedResponse response)
    {
        var size = GetEntrySize(key, response);
        if (size > maxBytes / 8)
        {
            return; // would evict too many other responses
        }

        lock (writeLock)
        {
            if (entries.TryGetValue(key, out var existing))
            {
                if (existing.Generation == response.Generation && existing.Revision > response.Revision)
                {
                    return;
                }

                response.Referenced = existing.Referenced;
                totalBytes -= GetEntrySize(key, existing);
            }
            else
            {
                clockQueue.Enqueue(key);
            }

            entries[key] = response;
            totalBytes += size;
            while (totalBytes > maxBytes)
            {
                EvictNext();
            }
        }
    }

    private static int GetEntrySize(string key, CachedResponse response) => response.Size + (2 * key.Length);

    /// <summary>Evicts the oldest entry or, if it was referenced, gives it a second chance at the end of the queue.</summary>
    private void EvictNext()
    {
        var oldest = clockQueue.Dequeue();
        var response = entries[oldest];
        if (response.Referenced)
        {
            response.Referenced = false;
            clockQueue.Enqueue(oldest);
            return;
        }

        entries.TryRemove(oldest, out _);
        totalBytes -= GetEntrySize(oldest, response);
    }
}
