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
    private readonly ConcurrentDictionary<string, Slot> slots = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Slot>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private readonly Queue<Slot> clock = new();
    private readonly Lock turning = new();
    private readonly LibraryLog log;
    private readonly long limit;
    private long bytes;

    public AnswerCache(LibraryLog log, IOptions<CacheOptions> options)
    {
        (this.log, limit) = (log, options.Value.SizeLimitMegabytes * 1024L * 1024L);
        bySpan = slots.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool IsEnabled => limit > 0;

    internal long Bytes => Interlocked.Read(ref bytes);

    internal int Count => slots.Count;

    /// <summary>The answer that is kept under a key, if it is true at <paramref name="now"/>.</summary>
    public CachedAnswer? Find(ReadOnlySpan<char> key, AppliedRevision now)
    {
        if (!bySpan.TryGetValue(key, out var slot) || slot.Answer is not { } answer || !answer.IsTrueAt(now, log))
        {
            return null;
        }

        if (!slot.WasAsked)
        {
            slot.WasAsked = true;
        }

        return answer;
    }

    /// <summary>Keeps an answer, unless a newer one is there.</summary>
    public void Keep(string key, CachedAnswer answer)
    {
        var size = answer.Size + (2 * key.Length);
        if (size > limit / 8)
        {
            return; // it would push out too much
        }

        lock (turning)
        {
            if (slots.TryGetValue(key, out var slot))
            {
                if (slot.Answer.Generation == answer.Generation && slot.Answer.Revision > answer.Revision)
                {
                    return;
                }

                bytes -= slot.Size;
                (slot.Answer, slot.Size) = (answer, size);
            }
            else
            {
                slot = new Slot(key, answer) { Size = size };
                slots[key] = slot;
                clock.Enqueue(slot);
            }

            bytes += size;
            while (bytes > limit)
            {
                Turn();
            }
        }
    }

    private void Turn()
    {
        var oldest = clock.Dequeue();
        if (oldest.WasAsked)
        {
            oldest.WasAsked = false;
            clock.Enqueue(oldest);
            return;
        }

        slots.TryRemove(oldest.Key, out _);
        bytes -= oldest.Size;
    }

    private sealed class Slot(string key, CachedAnswer answer)
    {
        private volatile CachedAnswer answer = answer;

        public string Key => key;

        public CachedAnswer Answer
        {
            get => answer;
            set => answer = value;
        }

        public int Size { get; set; }

        public bool WasAsked { get; set; }
    }
}
