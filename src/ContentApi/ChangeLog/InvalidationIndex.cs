using System.Collections.Concurrent;

namespace ContentApi.ChangeLog;

/// <summary>Tracks the newest revision that this node has applied and, for each cache tag, the last revision that invalidated it.</summary>
/// <remarks>
/// A response is valid while none of its tags has a later revision than the response itself. Invalidation therefore needs no eviction,
/// and a response built from an older snapshot is invalid no matter when it is stored.
/// </remarks>
internal sealed class InvalidationIndex(TimeProvider clock)
{
    /// <summary>
    /// The maximum number of tags. Beyond it, the half that was invalidated first is removed, and all responses older than the last removed
    /// invalidation are invalid.
    /// </summary>
    internal const int MaxTags = 50_000;

    /// <summary>The time without a read after which the log counts as unavailable. Normally, the log is read twice a second.</summary>
    private static readonly TimeSpan StalenessThreshold = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, long> lastInvalidated = new(StringComparer.Ordinal);
    private AppliedRevision? applied;
    private long validFrom;
    private int count; // of `lastInvalidated`, whose own Count property acquires all its locks
    private long lastRead = clock.GetTimestamp();
    private volatile bool isUnavailable;

    /// <summary>Gets the newest revision that this node has applied, or null before the first read of the log.</summary>
    public AppliedRevision? Applied => Volatile.Read(ref applied);

    internal int TagCount => lastInvalidated.Count;

    /// <summary>While the log is unavailable, gets the time since it was last read; otherwise null.</summary>
    public TimeSpan? Staleness => clock.GetElapsedTime(Volatile.Read(ref lastRead)) is var elapsed && (isUnavailable || elapsed > StalenessThreshold) ? elapsed : null;

    /// <summary>
    /// Returns whether a response with these tags, built at <paramref name="revision"/>, is still valid. If the result must include the
    /// changes up to <see cref="Applied"/>, read that property before the call, because it is set after the tags.
    /// </summary>
    public bool IsValid(string[] tags, long revision)
    {
        foreach (var tag in tags)
        {
            if (lastInvalidated.TryGetValue(tag, out var last) && last > revision)
            {
                return false;
            }
        }

        return revision >= Volatile.Read(ref validFrom); // checked last: validFrom is raised before tags are removed
    }

    /// <summary>
    /// Starts a new generation at a revision: at startup, and when the log was replaced, for example by a restored backup. Responses of
    /// earlier generations are invalid.
    /// </summary>
    public void StartGeneration(long revision)
    {
        Volatile.Write(ref validFrom, revision);
        var generation = (Applied?.Generation ?? 0) + 1;
        Volatile.Write(ref applied, new AppliedRevision(revision, generation));
        RemoveTags(throughRevision: long.MaxValue);
    }

    /// <summary>Advances to a revision without the tags of the revisions before it, and invalidates all older responses.</summary>
    public void InvalidateAll(long revision)
    {
        Volatile.Write(ref validFrom, revision);
        Volatile.Write(ref applied, new AppliedRevision(revision, Applied!.Generation));
        RemoveTags(throughRevision: long.MaxValue);
    }

    /// <summary>
    /// Records that a revision invalidated these tags. Must be called in the order of the log and not concurrently; a call of
    /// <see cref="Advance"/> must follow.
    /// </summary>
    public void Invalidate(IEnumerable<string> tags, long revision)
    {
        foreach (var tag in tags)
        {
            if (!lastInvalidated.TryGetValue(tag, out var last))
            {
                count++;
                lastInvalidated[tag] = revision;
            }
            else if (last < revision)
            {
                lastInvalidated[tag] = revision;
            }
        }

        if (count > MaxTags)
        {
            var revisions = lastInvalidated.Values.Order().ToList();
            Volatile.Write(ref validFrom, Math.Max(validFrom, revisions[revisions.Count / 2]));
            RemoveTags(throughRevision: validFrom);
        }
    }

    /// <summary>Sets the applied revision. Call it after <see cref="Invalidate"/> for all entries up to the revision.</summary>
    public void Advance(long revision)
    {
        if (revision > Applied!.Number)
        {
            lastInvalidated[CacheTag.Library] = revision;
            Volatile.Write(ref applied, new AppliedRevision(revision, Applied.Generation));
        }
    }

    /// <summary>Records that the log was read.</summary>
    public void MarkAvailable()
    {
        Volatile.Write(ref lastRead, clock.GetTimestamp());
        isUnavailable = false;
    }

    /// <summary>Records that the log cannot be read.</summary>
    public void MarkUnavailable() => isUnavailable = true;

    private void RemoveTags(long throughRevision)
    {
        foreach (var (tag, revision) in lastInvalidated)
        {
            if (revision <= throughRevision && tag != CacheTag.Library)
            {
                lastInvalidated.TryRemove(tag, out _);
            }
        }

        count = lastInvalidated.Count;
    }
}
