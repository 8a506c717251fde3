namespace ContentApi.Core.Model;

/// <summary>
/// The reasons for withdrawing a story. A reason needs a visible character, and must not contain control characters other than tabs and
/// line breaks, bidirectional embeddings or overrides, or unbalanced isolates.
/// </summary>
public sealed record WithdrawalRequest
{
    /// <summary>Public reason for readers (410) and partners (change log), at most 2,000 characters. Null if there is no reason.</summary>
    /// <example>The source took back what it had said.</example>
    [StringSchema(2000, MinLength = 1)]
    public string? Reason { get; init; }

    /// <summary>
    /// Internal reason for the newsroom, at most 2,000 characters, recorded only in the audit log. Null if there is no reason.
    /// </summary>
    /// <example>Legal asked for it; see ticket 1204.</example>
    [StringSchema(2000, MinLength = 1)]
    public string? InternalReason { get; init; }
}
