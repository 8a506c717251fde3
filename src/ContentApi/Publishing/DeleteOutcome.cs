namespace ContentApi.Publishing;

/// <summary>The result of deleting a draft.</summary>
internal enum DeleteOutcome
{
    Deleted,
    NotFound,
    RefusedBecausePublished,
}
