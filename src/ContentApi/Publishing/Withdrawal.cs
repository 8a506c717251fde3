namespace ContentApi.Publishing;

/// <summary>The result of a withdrawal: the draft as it is now, null when there is none, and the revision at which that is true.</summary>
internal sealed record Withdrawal(WithdrawalOutcome Outcome, DraftRow? Draft, long Revision);
