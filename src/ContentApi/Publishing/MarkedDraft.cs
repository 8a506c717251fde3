namespace ContentApi.Publishing;

/// <summary>Saves an imported document that is marked as a draft.</summary>
internal static class MarkedDraft
{
    /// <summary>Saves the document as a version, unless it is saved already, and cancels the draft's schedule.</summary>
    /// <remarks>
    /// A published version stays published, because withdrawing a story is a separate decision with a reason. The result reports it.
    /// </remarks>
    public static Publication Save(PublicationBatch rows, DraftRow draft, VersionRow? version)
    {
        if (version is not null)
        {
            rows.Versions.Add(version);
            rows.Audit.Add(new("draft.saved", draft.Slug, version.Version));
        }

        if (draft.ScheduledAt is not null)
        {
            rows.Audit.Add(new("story.scheduleCancelled", draft.Slug, draft.ScheduledVersion));
        }

        var isUnchanged = version is null && draft.ScheduledAt is null;
        if (!isUnchanged)
        {
            rows.Drafts.Add(new(draft.Id, draft.Slug, version?.Version ?? draft.Version, draft.PublishedVersion, draft.FirstPublishedAt, Withdrawn: draft.Withdrawn));
        }

        return new(draft.Slug, isUnchanged ? PublicationOutcome.Unchanged : PublicationOutcome.Draft) { LiveVersion = draft.PublishedVersion, CancelledSchedule = draft.ScheduledAt };
    }
}
