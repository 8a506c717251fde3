namespace ContentApi.ChangeLog;

/// <summary>The operations in the change log, stored by name in `library_change.operation`.</summary>
internal enum LibraryChangeOperation
{
    Published,
    Updated,
    Renamed,
    Merged,
    Withdrawn,
    Deleted,
    Reindexed,
}
