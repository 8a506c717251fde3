namespace ContentApi.Publishing;

/// <summary>What became of a wish to forget a draft.</summary>
internal enum DeleteOutcome
{
    Deleted,
    Missing,
    Published,
}
