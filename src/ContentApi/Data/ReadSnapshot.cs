namespace ContentApi.Data;

/// <summary>What one request saw of the library: the revision its answer is true at, and when that revision was made.</summary>
internal sealed class ReadSnapshot
{
    /// <summary>The first statement of every batch of <see cref="SnapshotReader"/>.</summary>
    public const string Sql = "select revision, changed_at as ChangedAt, clock_timestamp() as ReadAt from library_revision;\n";

    /// <summary>The last one seen.</summary>
    public SnapshotRevision? Row { get; private set; }

    /// <summary>Whether reads of this request saw different revisions: then what it found may never have been true together.</summary>
    public bool IsMixed { get; private set; }

    public void Record(SnapshotRevision row)
    {
        IsMixed |= Row is not null && Row.Revision != row.Revision;
        Row = row;
    }

    /// <summary>For another try.</summary>
    public void Reset() => (Row, IsMixed) = (null, false);
}
