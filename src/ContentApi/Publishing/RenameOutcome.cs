namespace ContentApi.Publishing;

/// <summary>The result of renaming a draft.</summary>
internal enum RenameOutcome
{
    Renamed,
    NotFound,
    SlugTaken,
}
