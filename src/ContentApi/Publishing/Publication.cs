namespace ContentApi.Publishing;

/// <summary>What became of a document: the revision of the change, or when it will be made, or the reason why there is none.</summary>
internal sealed record Publication(string Slug, PublicationOutcome Outcome, long? Revision = null, string? Reason = null, DateTime? ScheduledAt = null)
{
    /// <summary>The version that was saved, not published, and is now behind the imported one.</summary>
    public int? SupersededVersion { get; init; }

    /// <summary>Gets the version that is still published although the document is marked as a draft.</summary>
    public int? LiveVersion { get; init; }

    /// <summary>Gets the time of a publication that was cancelled because the document is marked as a draft.</summary>
    public DateTime? CancelledSchedule { get; init; }

    /// <summary>The draft as it is after the publication.</summary>
    public DraftRow? Draft { get; init; }
}
