using System.Collections.Concurrent;

namespace ContentApi.ChangeLog;

/// <summary>
/// What this node knows of the log: the revision that it has applied, and for each tag the revision that moved it last. An answer is
/// valid while none of its tags has moved past the revision it was made at; so nothing has to be evicted at the right moment, and an
/// answer made from an older snapshot is simply not valid, whenever it is stored.
/// </summary>
internal sealed class InvalidationIndex(TimeProvider clock)
{
    /// <summary>Tags remembered at once, some 10 MB. Beyond it the older half is dropped, and answers older than those are no longer valid.</summary>
    internal const int MaxTags = 50_000;

    /// <summary>It is read twice a second. Where it was not for so long, something hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, long> moved = new(StringComparer.Ordinal);
    private AppliedRevision? now;
    private long floor;
    private int count;
    private long lastRead = clock.GetTimestamp();
    private volatile bool isLost;

    /// <summary>The revision that this node has applied; null until it has read the log for the first time.</summary>
    public AppliedRevision? Now => Volatile.Read(ref now);

    internal int Tags => moved.Count;

    /// <summary>How long ago the log was last read, while it cannot be; null while it can.</summary>
    public TimeSpan? Staleness => clock.GetElapsedTime(Volatile.Read(ref lastRead)) is var silence && (isLost || silence > Patience) ? silence : null;

    /// <summary>
    /// Whether an answer of these tags, made at <paramref name="revision"/>, is still true. The caller has read <see cref="Now"/>
    /// before: a tag moves before that number does.
    /// </summary>
    public bool IsValid(string[] tags, long revision)
    {
        foreach (var tag in tags)
        {
            if (moved.TryGetValue(tag, out var last) && last > revision)
            {
                return false;
            }
        }

        return revision >= Volatile.Read(ref floor); // last, because it is raised before tags are dropped
    }

    /// <summary>
    /// Begins at a revision, at the start and when the log turns out to be another one (a database restored from a backup): whatever was
    /// stored before is of another generation.
    /// </summary>
    public void Start(long revision)
    {
        Volatile.Write(ref floor, revision);
        var generation = (Now?.Generation ?? 0) + 1;
        Volatile.Write(ref now, new AppliedRevision(revision, generation));
        Drop(through: long.MaxValue);
    }

    /// <summary>Goes on to a revision without its tags, where there are more of them than it is worth to read.</summary>
    public void Skip(long revision)
    {
        Volatile.Write(ref floor, revision);
        Volatile.Write(ref now, new AppliedRevision(revision, Now!.Generation));
        Drop(through: long.MaxValue);
    }

    /// <summary>Moves tags to the revision that changed them. To be called in the order of the log, by one at a time, then <see cref="Advance"/>.</summary>
    public void Invalidate(IEnumerable<string> tags, long revision)
    {
        foreach (var tag in tags)
        {
            if (!moved.TryGetValue(tag, out var last))
            {
                count++;
                moved[tag] = revision;
            }
            else if (last < revision)
            {
                moved[tag] = revision;
            }
        }

        if (count > MaxTags)
        {
            var revisions = moved.Values.Order().ToList();
            Volatile.Write(ref floor, Math.Max(floor, revisions[revisions.Count / 2]));
            Drop(through: floor);
        }
    }

    /// <summary>All tags of the log up to here have moved.</summary>
    public void Advance(long revision)
    {
        if (revision > Now!.Number)
        {
            moved[CacheTag.Library] = revision;
            Volatile.Write(ref now, new AppliedRevision(revision, Now.Generation));
        }
    }

    /// <summary>The log has just been read.</summary>
    public void MarkAvailable()
    {
        Volatile.Write(ref lastRead, clock.GetTimestamp());
        isLost = false;
    }

    /// <summary>The log cannot be read.</summary>
    public void MarkUnavailable() => isLost = true;

    private void Drop(long through)
    {
        foreach (var (tag, revision) in moved)
        {
            if (revision <= through && tag != CacheTag.Library)
            {
                moved.TryRemove(tag, out _);
            }
        }

        count = moved.Count;
    }
}
