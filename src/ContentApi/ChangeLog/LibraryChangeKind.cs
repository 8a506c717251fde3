namespace ContentApi.ChangeLog;

/// <summary>The kinds of resources in the change log, stored by name in `library_change.kind`.</summary>
internal enum LibraryChangeKind
{
    Story,
    Founder,
    Topic,
    Recommendations,
    Collection,
}
