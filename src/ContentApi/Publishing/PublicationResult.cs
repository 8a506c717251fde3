namespace ContentApi.Publishing;

/// <summary>
/// The result of publishing a document: the revision of the change, the time for which it is scheduled, or the reason why it was refused.
/// </summary>
internal sealed record PublicationResult(string Slug, PublicationOutcome Outcome, long? Revision = null, string? Reason = null, DateTime? ScheduledAt = null)
{
    /// <summary>Gets the saved but never published version that the imported version supersedes.</summary>
    public int? SupersededVersion { get; init; }

    /// <summary>Gets the version that is still published although the document is marked as a draft.</summary>
    public int? LiveVersion { get; init; }

    /// <summary>Gets the time of a publication that was cancelled because the document is marked as a draft.</summary>
    public DateTime? CancelledSchedule { get; init; }

    /// <summary>Gets the draft after the publication.</summary>
    public DraftRow? Draft { get; init; }
}
