namespace ContentApi.Publishing;

/// <summary>An imported document that says that it is not to be published.</summary>
internal static class MarkedDraft
{
    /// <summary>
    /// Saves the document's version, or nothing where it is saved already, and cancels what is scheduled of its draft. What is published stays
    /// published: taking a story away from its readers is a decision of its own, with a reason. But the outcome says so.
    /// </summary>
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
