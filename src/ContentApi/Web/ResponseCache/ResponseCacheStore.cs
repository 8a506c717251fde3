using System.Collections.Concurrent;
using ContentApi.ChangeLog;
using Microsoft.Extensions.Options;

namespace ContentApi.Web.ResponseCache;

/// <summary>
/// Answers by key, within a number of bytes. The one that was stored first goes first, unless it was asked for since its last turn (the
/// CLOCK algorithm): a hit writes nothing that other processors read, and a crawl of everything passes by what is read often.
/// </summary>
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

    /// <summary>The answer that is kept under a key, if it is true at <paramref name="now"/>.</summary>
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

    /// <summary>Keeps an answer, unless a newer one is there.</summary>
    public void Set(string key, CachedResponse answer)
    {
        var size = Size(key, answer);
        if (size > limit / 8)
        {
            return; // it would push out too much
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
