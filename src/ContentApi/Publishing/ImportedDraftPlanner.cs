using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Publishing;

/// <summary>Plans the import of a document that is marked as a draft.</summary>
internal static class ImportedDraftPlanner
{
    /// <summary>Plans to save the version, unless it is null (unchanged content), and to cancel the draft's schedule.</summary>
    /// <remarks>
    /// A published version stays published, because a withdrawal is a separate decision with a reason. The result reports that version.
    /// </remarks>
    public static PublicationResult Plan(PublicationBatch batch, DraftRow draft, VersionRow? version)
    {
        if (version is not null)
        {
            batch.Versions.Add(version);
            batch.Audit.Add(new(AuditAction.DraftSaved, draft.Slug, version.Version));
        }

        if (draft.ScheduledAt is not null)
        {
            batch.Audit.Add(new(AuditAction.ScheduleCancelled, draft.Slug, draft.ScheduledVersion));
        }

        var isUnchanged = version is null && draft.ScheduledAt is null;
        if (!isUnchanged)
        {
            batch.Drafts.Add(new(draft.Id, draft.Slug, version?.Version ?? draft.Version, draft.PublishedVersion, draft.FirstPublishedAt, IsWithdrawn: draft.IsWithdrawn));
        }

        return new(draft.Slug, isUnchanged ? PublicationOutcome.Unchanged : PublicationOutcome.SavedAsDraft) { LiveVersion = draft.PublishedVersion, CancelledPublicationAt = draft.ScheduledAt };
    }
}
