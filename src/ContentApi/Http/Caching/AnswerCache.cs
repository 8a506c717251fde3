using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using ContentApi.Revisions;
using Microsoft.Extensions.Options;

namespace ContentApi.Http.Caching;

/// <summary>Configuration section `Cache`: finished answers in this node's memory.</summary>
internal sealed class CacheOptions
{
    /// <summary>
    /// How much memory finished answers may take: 10,000 stories of 10 KB of text take 64 MB as Brotli, 210 plain. With a limit of 80,
    /// a process that was asked for all of them in both takes 270 MB (as `compose.yaml` starts it). 0: none are kept, and every answer is made anew.
    /// </summary>
    [Range(0, 100_000, ErrorMessage = "must be a whole number from {1} to {2}")]
    public int SizeLimitMegabytes { get; init; } = 80;
}

/// <summary>
/// Answers by key, within a number of bytes. The one that was stored first goes first, unless it was asked for since its last turn (the
/// CLOCK algorithm): a hit writes nothing that other processors read, and a crawl of everything passes by what is read often.
/// </summary>
internal sealed class AnswerCache
{
    private readonly ConcurrentDictionary<string, CachedAnswer> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CachedAnswer>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private readonly Queue<string> clock = new();
    private readonly Lock turning = new();
    private readonly LibraryLog log;
    private readonly long limit;
    private long bytes;

    public AnswerCache(LibraryLog log, IOptions<CacheOptions> options)
    {
        (this.log, limit) = (log, options.Value.SizeLimitMegabytes * 1024L * 1024L);
        bySpan = answers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool IsEnabled => limit > 0;

    internal long Bytes => Interlocked.Read(ref bytes);

    internal int Count => answers.Count;

    /// <summary>The answer that is kept under a key, if it is true at <paramref name="now"/>.</summary>
    public CachedAnswer? Find(ReadOnlySpan<char> key, AppliedRevision now)
    {
        if (!bySpan.TryGetValue(key, out var answer) || !answer.IsTrueAt(now, log))
        {
            return null;
        }

        if (!answer.WasAsked)
        {
            answer.WasAsked = true;
        }

        return answer;
    }

    /// <summary>Keeps an answer, unless a newer one is there.</summary>
    public void Keep(string key, CachedAnswer answer)
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

                answer.WasAsked = kept.WasAsked;
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

    private static int Size(string key, CachedAnswer answer) => answer.Size + (2 * key.Length);

    private void Turn()
    {
        var oldest = clock.Dequeue();
        var answer = answers[oldest];
        if (answer.WasAsked)
        {
            answer.WasAsked = false;
            clock.Enqueue(oldest);
            return;
        }

        answers.TryRemove(oldest, out _);
        bytes -= Size(oldest, answer);
    }
}
