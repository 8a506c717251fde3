namespace ContentApi.Publishing;

/// <summary>What became of a wish for another name.</summary>
internal enum RenameOutcome
{
    Renamed,
    Missing,
    Taken,
}
