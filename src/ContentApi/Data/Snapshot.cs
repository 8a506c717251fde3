namespace ContentApi.Data;

/// <summary>What one request saw of the library: the revision its answer is true at, and when that revision was made.</summary>
internal sealed class Snapshot
{
    /// <summary>The first statement of every batch of <see cref="LibraryReader"/>.</summary>
    public const string Sql = "select revision, changed_at as ChangedAt, clock_timestamp() as ReadAt from library_revision;\n";

    public SnapshotRow? Row { get; set; }
}

/// <summary>The library's revision as a statement saw it.</summary>
internal sealed record SnapshotRow(long Revision, DateTime ChangedAt, DateTime ReadAt);
