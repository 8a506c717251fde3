using System.Collections.Concurrent;
using ContentApi.ChangeLog;
using Microsoft.Extensions.Options;

namespace ContentApi.Web.ResponseCache;

/// <summary>Stores responses by key, within a limit in bytes, and evicts by the CLOCK algorithm (second chance).</summary>
/// <remarks>
/// Evicts the oldest entry that was not referenced since the last pass. A hit writes no data shared between processors, and a crawl of
/// all stories does not evict frequently read ones.
/// </remarks>
internal sealed class ResponseCacheStore
{
    private readonly ConcurrentDictionary<string, CachedResponse> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CachedResponse>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private readonly Queue<string> clock = new();
    private readonly Lock turning = new();
    private readonly InvalidationIndex log;
    private readonly long limit;
    private long bytes;

    public ResponseCacheStore(InvalidationIndex log, IOptions<CacheOptions> options)
    {
        (this.log, limit) = (log, options.Value.SizeLimitMegabytes * 1024L * 1024L);
        bySpan = answers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool IsEnabled => limit > 0;

    internal long Bytes => Interlocked.Read(ref bytes);

    internal int Count => answers.Count;

    /// <summary>Returns the stored response of a key if it is valid at <paramref name="now"/>; otherwise null.</summary>
    public CachedResponse? Find(ReadOnlySpan<char> key, AppliedRevision now)
    {
        if (!bySpan.TryGetValue(key, out var answer) || !answer.IsTrueAt(now, log))
        {
            return null;
        }

        if (!answer.Referenced)
        {
            answer.Referenced = true;
        }

        return answer;
    }

    /// <summary>Stores a response, unless a newer one is present.</summary>
    public void Set(string key, CachedResponse answer)
    {
        var size = Size(key, answer);
        if (size > limit / 8)
        {
            return; // would evict too many other responses
        }

        lock (turning)
        {
            if (answers.TryGetValue(key, out var kept))
            {
                if (kept.Generation == answer.Generation && kept.Revision > answer.Revision)
                {
                    return;
                }

                answer.Referenced = kept.Referenced;
                bytes -= Size(key, kept);
            }
            else
            {
                clock.Enqueue(key);
            }

            answers[key] = answer;
            bytes += size;
            while (bytes > limit)
            {
                Turn();
            }
        }
    }

    private static int Size(string key, CachedResponse answer) => answer.Size + (2 * key.Length);

    private void Turn()
    {
        var oldest = clock.Dequeue();
        var answer = answers[oldest];
        if (answer.Referenced)
        {
            answer.Referenced = false;
            clock.Enqueue(oldest);
            return;
        }

        answers.TryRemove(oldest, out _);
        bytes -= Size(oldest, answer);
    }
}
