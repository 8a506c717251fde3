namespace ContentApi.ChangeLog;

/// <summary>The kinds of resources that a change of the library concerns, by their names in `library_change.kind`.</summary>
internal enum LibraryChangeKind
{
    Story,
    Founder,
    Topic,
    Recommendations,
}
