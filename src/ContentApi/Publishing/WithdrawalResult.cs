namespace ContentApi.Publishing;

/// <summary>
/// The result of a withdrawal, with the current draft (null if it does not exist) and the revision at which the result is accurate.
/// </summary>
internal sealed record WithdrawalResult(WithdrawalOutcome Outcome, DraftRow? Draft, long Revision);
