using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>
/// The result of publishing a document: the revision of the publication, the time for which the document is scheduled, or the reason why
/// the document was refused.
/// </summary>
internal sealed record PublicationResult(string Slug, PublicationOutcome Outcome, long? Revision = null, string? Reason = null, DateTime? ScheduledAt = null)
{
    /// <summary>Gets the number of the saved but never published version that the imported version supersedes.</summary>
    public int? SupersededVersion { get; init; }

    /// <summary>Gets the number of the version that is still published although the document is marked as a draft.</summary>
    public int? LiveVersion { get; init; }

    /// <summary>Gets the scheduled time of the publication that was cancelled because the document is marked as a draft.</summary>
    public DateTime? CancelledPublicationAt { get; init; }

    /// <summary>Gets the member of the request that was refused for <see cref="Reason"/>.</summary>
    public string RefusedMember { get; init; } = "version";

    /// <summary>Gets warnings about members of the document that an existing founder does not take over.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets the draft after the publication.</summary>
    public DraftRow? Draft { get; init; }

    /// <summary>Gets the draft before the publication; null if it did not exist.</summary>
    public DraftRow? PreviousDraft { get; init; }

    /// <summary>Gets whether the precondition of the publication failed, so that nothing was published.</summary>
    public bool IsPreconditionFailed { get; init; }
}
