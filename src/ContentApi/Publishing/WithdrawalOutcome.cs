namespace ContentApi.Publishing;

/// <summary>What can come of a withdrawal.</summary>
internal enum WithdrawalOutcome
{
    Withdrawn,
    NotPublished,
    Stale,
}
