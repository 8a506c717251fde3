namespace ContentApi.Core.Model;

/// <summary>Why a story is withdrawn.</summary>
public sealed record WithdrawalRequest
{
    /// <summary>The public reason, for readers (410) and partners (change log), at most 2,000 characters; null: none is given.</summary>
    /// <example>The source took back what it had said.</example>
    [StringSchema(2000, MinLength = 1)]
    public string? Reason { get; init; }

    /// <summary>The reason for the newsroom alone, at most 2,000 characters: it is recorded in the audit and nowhere else. Null: none is given.</summary>
    /// <example>Legal asked for it; see ticket 1204.</example>
    [StringSchema(2000, MinLength = 1)]
    public string? InternalReason { get; init; }
}
