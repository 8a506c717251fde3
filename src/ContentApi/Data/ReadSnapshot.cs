namespace ContentApi.Data;

/// <summary>Tracks the revision of the published content that a request has read, which is the revision of its response.</summary>
internal sealed class ReadSnapshot
{
    /// <summary>The first statement of every <see cref="SnapshotReader"/> batch.</summary>
    public const string Sql = "select revision, changed_at as ChangedAt, clock_timestamp() as ReadAt from library_revision;\n";

    /// <summary>Gets the revision of the last read, or null before the first.</summary>
    public SnapshotRevision? LastRead { get; private set; }

    /// <summary>Gets whether the reads of this request saw different revisions. If so, their results may be inconsistent.</summary>
    public bool IsMixed { get; private set; }

    public void Record(SnapshotRevision revision)
    {
        IsMixed |= LastRead is not null && LastRead.Revision != revision.Revision;
        LastRead = revision;
    }

    /// <summary>Resets the state before a retry.</summary>
    public void Reset() => (LastRead, IsMixed) = (null, false);
}
