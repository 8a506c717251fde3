namespace ContentApi.ChangeLog;

/// <summary>The operations of the change log, by their names in `library_change.operation`.</summary>
internal enum LibraryChangeOperation
{
    Published,
    Updated,
    Renamed,
    Withdrawn,
    Deleted,
    Reindexed,
}
