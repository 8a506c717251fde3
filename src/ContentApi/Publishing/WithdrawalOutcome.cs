namespace ContentApi.Publishing;

/// <summary>The result of withdrawing a story.</summary>
internal enum WithdrawalOutcome
{
    Withdrawn,
    NotPublished,
    PreconditionFailed,
}
