using ContentApi.ChangeLog;
using ContentApi.Core.Formats;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Publishing;

/// <summary>
/// Plans a publishing transaction under the publishing lock: refuses changes, or adds their rows to <see cref="Batch"/>. For documents,
/// these are all rows to write; for other changes, only the entries of the change log and the audit log.
/// </summary>
internal sealed class PublicationPlanner(PublicationContext context, CancellationToken cancellationToken)
{
    public PublicationBatch Batch { get; } = new();

    /// <summary>Gets the revision after the changes planned so far.</summary>
    public long Revision { get; private set; } = context.Revision;

    /// <summary>
    /// Plans to save a document as a new version and to publish or schedule it, unless nothing changes or the document is refused. A
    /// document that is marked as a draft is only saved.
    /// </summary>
    public PublicationResult Import(RenderedStory story, byte[] contentHash)
    {
        var draft = context.Drafts.GetValueOrDefault(story.Slug);
        if (FindRejection(story, draft) is { } reason)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: reason);
        }

        if (draft is { IsWithdrawn: true } && !story.IsDraft)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: $"'{story.Slug}' was withdrawn, and an import does not republish it. Use PUT /v1/drafts/{story.Slug}/publication.");
        }

        var savedTakeaways = draft?.Takeaways ?? [];
        var document = story.Document.WithTakeawayIds(savedTakeaways);
        var isUnchanged = draft is not null
            && draft.ContentHash.AsSpan().SequenceEqual(contentHash)
            && document.Takeaways.Select(takeaway => takeaway.Id).SequenceEqual(savedTakeaways.Select(takeaway => takeaway.Id));
        var version = draft is null ? 1 : isUnchanged ? draft.Version : draft.Version + 1;
        if (story.IsDraft)
        {
            draft ??= DraftRow.CreateNew(story.Slug);
            return ImportedDraftPlanner.Plan(Batch, draft, isUnchanged ? null : new(draft.Id, version, document, contentHash));
        }

        var scheduledAt = document.PublishedAt?.UtcDateTime is { } at && at > context.Now ? at : (DateTime?)null;
        if (isUnchanged && (scheduledAt is null ? draft!.PublishedVersion == version : draft!.ScheduledVersion == version && IsSameInstant(draft.ScheduledAt, scheduledAt)))
        {
            return new(story.Slug, PublicationOutcome.Unchanged);
        }

        var supersededDraftVersion = draft is not null && !isUnchanged && draft.PublishedVersion != draft.Version ? draft.Version : (int?)null;
        draft ??= DraftRow.CreateNew(story.Slug);
        if (!isUnchanged)
        {
            Batch.Versions.Add(new(draft.Id, version, document, contentHash));
            Batch.Audit.Add(new(AuditAction.DraftSaved, draft.Slug, version));
        }

        var nextDraft = draft with { Version = version };
        return (scheduledAt is null ? MakeLive(story with { Document = document }, nextDraft, version) : Schedule(nextDraft, scheduledAt.Value)) with { SupersededVersion = supersededDraftVersion };
    }

    /// <summary>
    /// Plans to publish a saved version of the draft with this id, unless the version is live already or refused. Returns null if the draft
    /// no longer exists.
    /// </summary>
    public PublicationResult? Publish(Guid id, RenderedStory story, int version)
    {
        var draft = context.Drafts.GetValueOrDefault(story.Slug);
        if (draft is null || draft.Id != id)
        {
            return null;
        }

        if (FindRejection(story, draft) is { } reason)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: reason);
        }

        if (draft.PublishedVersion == version)
        {
            return new(story.Slug, PublicationOutcome.Unchanged, context.Revision) { Draft = draft };
        }

        if (story.Document.PublishedAt is { } at && at.UtcDateTime > context.Now)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: $"The document's publishedAt ({at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}) is in the future. Schedule the version with PUT /v1/drafts/{story.Slug}/schedule, or change publishedAt.");
        }

        return MakeLive(story, draft, version);
    }

    /// <summary>Plans to publish a scheduled version if it is still due; otherwise returns null.</summary>
    public PublicationResult? PublishDue(Guid id, RenderedStory story, int version)
    {
        var draft = context.Drafts.GetValueOrDefault(story.Slug);
        if (draft is null || draft.Id != id || draft.ScheduledVersion != version || draft.ScheduledAt > context.Now)
        {
            return null;
        }

        if (FindRejection(story, draft) is { } reason)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: reason);
        }

        if (draft.PublishedVersion != version)
        {
            return MakeLive(story, draft, version);
        }

        Batch.Drafts.Add(new(draft.Id, draft.Slug, draft.Version, version, draft.FirstPublishedAt)); // already live: only the schedule ends
        return new(story.Slug, PublicationOutcome.Unchanged, context.Revision);
    }

    /// <summary>Records the withdrawal of a draft's published story; returns the draft after the withdrawal.</summary>
    public DraftRow RecordWithdrawal(DraftRow draft, WithdrawalRequest request)
    {
        AuditScheduleCancellation(draft);
        var (slug, story) = (draft.Slug, context.Stories[draft.Slug]);
        Revision++;
        var tags = BuildCacheTags(draft, story);
        tags.UnionWith([CacheTag.Founders, CacheTag.Topics]);
        Batch.Changes.Add(new(Revision, LibraryChangeKind.Story, story.Id, slug, LibraryChangeOperation.Withdrawn, tags, request.Reason));
        string?[] reasons = [request.Reason is { } reason ? $"Reason: {reason}" : null, request.InternalReason is { } internalReason ? $"Internal reason: {internalReason}" : null];
        Batch.Audit.Add(new(AuditAction.StoryWithdrawn, slug, draft.PublishedVersion, reasons.Any(text => text is not null) ? string.Join('\n', reasons.OfType<string>()) : null));
        return draft with { PublishedVersion = null, ScheduledVersion = null, ScheduledAt = null, IsWithdrawn = true };
    }

    /// <summary>Records the renaming of a draft in the audit log and, if its story is published, in the change log.</summary>
    public void RecordRename(DraftRow draft, string newSlug)
    {
        if (context.Stories.TryGetValue(draft.Slug, out var story))
        {
            Revision++;
            var tags = BuildCacheTags(draft, story);
            tags.Add(CacheTag.Story(newSlug));
            tags.UnionWith(context.RecommendedBy[newSlug].Select(CacheTag.Story));
            Batch.Changes.Add(new(Revision, LibraryChangeKind.Story, story.Id, newSlug, LibraryChangeOperation.Renamed, tags, PreviousSlug: draft.Slug));
        }

        Batch.Audit.Add(new(AuditAction.DraftRenamed, draft.Slug, draft.Version, newSlug));
    }

    /// <summary>Records the deletion of a draft in the audit log and, if its story was withdrawn, in the change log.</summary>
    public void RecordDeletion(DraftRow draft)
    {
        if (draft.IsWithdrawn)
        {
            Revision++;
            Batch.Changes.Add(new(Revision, LibraryChangeKind.Story, draft.Id, draft.Slug, LibraryChangeOperation.Deleted, [CacheTag.Story(draft.Slug)]));
        }

        AuditScheduleCancellation(draft);
        Batch.Audit.Add(new(AuditAction.DraftDeleted, draft.Slug, draft.Version));
    }

    /// <summary>Records a founder that is new or differs from the existing one; returns the founder with its revision.</summary>
    public FounderRow RecordFounderChange(FounderRow? existing, FounderRow founder)
    {
        if (founder == existing)
        {
            return founder;
        }

        Revision++;
        Batch.Changes.Add(new(Revision, LibraryChangeKind.Founder, founder.Id, founder.Slug, existing is null ? LibraryChangeOperation.Published : LibraryChangeOperation.Updated, [CacheTag.Founder(founder.Slug), CacheTag.Founders, CacheTag.Stories, CacheTag.FounderNames]));
        Batch.Audit.Add(new(AuditAction.FounderSaved, founder.Slug));
        return founder with { Revision = Revision };
    }

    public void RecordFounderDeletion(FounderRow founder)
    {
        Revision++;
        Batch.Changes.Add(new(Revision, LibraryChangeKind.Founder, founder.Id, founder.Slug, LibraryChangeOperation.Deleted, [CacheTag.Founder(founder.Slug), CacheTag.Founders, CacheTag.Stories]));
        Batch.Audit.Add(new(AuditAction.FounderDeleted, founder.Slug));
    }

    private PublicationResult MakeLive(RenderedStory story, DraftRow draft, int version)
    {
        Revision++;
        var document = story.Document;
        var live = context.Stories.GetValueOrDefault(draft.Slug);
        var tags = BuildCacheTags(draft, live);
        var founder = document.Founder is null ? null : FindOrSaveFounder(document.Founder, tags);
        if (live is null || live.FounderSlug != document.Founder?.Slug)
        {
            tags.Add(CacheTag.Founders); // the story counts of founders
        }

        if (live is not { TopicSlugs.Length: 0 } || story.Topics.Count > 0)
        {
            tags.Add(CacheTag.Topics);
        }

        var topicIds = story.Topics.Select(topic => FindOrAddTopic(topic.Slug, topic.Name, tags)).ToList();
        var publishedAt = document.PublishedAt?.UtcDateTime ?? draft.FirstPublishedAt ?? (draft.ScheduledAt is { } dueAt && dueAt <= context.Now ? dueAt : context.Now);
        Batch.Stories.Add(new(draft.Id, live is null ? story : story.WithPreservedIds(live.Sections, cancellationToken), founder?.Id, publishedAt, topicIds, Revision, IsNew: live is null));
        var keepsSchedule = draft.ScheduledVersion is { } scheduledVersion && scheduledVersion != version; // a schedule of another version stays
        Batch.Drafts.Add(new(draft.Id, draft.Slug, draft.Version, version, draft.FirstPublishedAt ?? publishedAt, keepsSchedule ? draft.ScheduledVersion : null, keepsSchedule ? draft.ScheduledAt : null));
        Batch.Changes.Add(new(Revision, LibraryChangeKind.Story, draft.Id, draft.Slug, live is null ? LibraryChangeOperation.Published : LibraryChangeOperation.Updated, tags));
        Batch.Audit.Add(new(AuditAction.StoryPublished, draft.Slug, version));
        return new(draft.Slug, live is null ? PublicationOutcome.Created : PublicationOutcome.Updated, Revision)
        {
            Draft = draft with { PublishedVersion = version, ScheduledVersion = keepsSchedule ? draft.ScheduledVersion : null, ScheduledAt = keepsSchedule ? draft.ScheduledAt : null, IsWithdrawn = false },
        };
    }

    /// <summary>Compares two times with the microsecond precision of PostgreSQL.</summary>
    private static bool IsSameInstant(DateTime? stored, DateTime? requested) => stored is { } a && requested is { } b && a.Ticks / TimeSpan.TicksPerMicrosecond == b.Ticks / TimeSpan.TicksPerMicrosecond;

    private PublicationResult Schedule(DraftRow draft, DateTime at)
    {
        Batch.Drafts.Add(new(draft.Id, draft.Slug, draft.Version, draft.PublishedVersion, draft.FirstPublishedAt, draft.Version, at));
        Batch.Audit.Add(new(AuditAction.StoryScheduled, draft.Slug, draft.Version, $"{at:yyyy-MM-ddTHH:mm:ss.ffffffZ}"));
        return new(draft.Slug, draft.FirstPublishedAt is null ? PublicationOutcome.Created : PublicationOutcome.Updated, ScheduledAt: at);
    }

    /// <summary>Records in the audit log that the draft's schedule, if any, is deleted.</summary>
    private void AuditScheduleCancellation(DraftRow draft)
    {
        if (draft.ScheduledAt is { } at)
        {
            Batch.Audit.Add(new(AuditAction.ScheduleCancelled, draft.Slug, draft.ScheduledVersion, $"{at:yyyy-MM-ddTHH:mm:ss.ffffffZ}"));
        }
    }

    /// <summary>Returns the reason to refuse the story, or null to accept it.</summary>
    private string? FindRejection(RenderedStory story, DraftRow? draft)
    {
        if (!story.IsDraft && story.IncompleteReason is { } incomplete)
        {
            return incomplete;
        }

        if (draft is null && context.CurrentSlugs.TryGetValue(story.Slug, out var currentSlug))
        {
            return $"'{story.Slug}' is a former slug of '{currentSlug}'. Use '{currentSlug}'.";
        }

        if (draft is not null && story.Document.Recommendations.FirstOrDefault(card => card.Slug == draft.Slug || draft.FormerSlugs.Contains(card.Slug)) is { } selfRecommendation)
        {
            return $"The document recommends its own story; '{selfRecommendation.Slug}' is the current or a former slug of that story.";
        }

        var foreignTakeaway = story.Document.Takeaways.FirstOrDefault(takeaway =>
            takeaway.Id is { } id && context.TakeawayOwners.TryGetValue(id, out var ownerSlug) && ownerSlug != story.Slug);
        return foreignTakeaway is null ? null : $"The takeaway id {foreignTakeaway.Id} belongs to the story '{context.TakeawayOwners[foreignTakeaway.Id!.Value]}'.";
    }

    /// <summary>Returns the cache tags of every resource that shows the story, such as the stories that recommend it.</summary>
    private SortedSet<string> BuildCacheTags(DraftRow draft, LiveStory? story)
    {
        var tags = new SortedSet<string>(StringComparer.Ordinal) { CacheTag.Story(draft.Slug), CacheTag.Stories };
        tags.UnionWith(draft.FormerSlugs.Select(CacheTag.Story));
        tags.UnionWith(context.RecommendedBy[draft.Slug].Select(CacheTag.Story));
        tags.UnionWith(story?.TopicSlugs.Select(CacheTag.Topic) ?? []);
        if (story?.FounderSlug is { } founderSlug)
        {
            tags.Add(CacheTag.Founder(founderSlug));
        }

        return tags;
    }

    private FounderRow FindOrSaveFounder(FounderDocument document, SortedSet<string> tags)
    {
        tags.Add(CacheTag.Founder(document.Slug));
        var existing = Batch.Founders.GetValueOrDefault(document.Slug) ?? context.Founders.GetValueOrDefault(document.Slug);
        var founder = (existing ?? new(Guid.CreateVersion7(), document.Slug, Slug.ToDisplayName(document.Slug), Bio: null, ImageJson: null, Revision)).With(document);
        if (founder != existing)
        {
            Batch.Founders[document.Slug] = founder with { Revision = Revision };
            tags.Add(CacheTag.Founders);
            Batch.Changes.Add(new(Revision, LibraryChangeKind.Founder, founder.Id, founder.Slug, existing is null ? LibraryChangeOperation.Published : LibraryChangeOperation.Updated, [CacheTag.Founder(founder.Slug), CacheTag.Founders, CacheTag.Stories, CacheTag.FounderNames]));
        }

        return founder;
    }

    private Guid FindOrAddTopic(string slug, string name, SortedSet<string> tags)
    {
        tags.Add(CacheTag.Topic(slug));
        if (context.Topics.TryGetValue(slug, out var existing))
        {
            return existing.Id;
        }

        var topic = new TopicRow(Guid.CreateVersion7(), slug, name, Revision);
        Batch.Topics.Add(topic);
        context.Topics.Add(slug, new(topic.Id, slug, name));
        Batch.Changes.Add(new(Revision, LibraryChangeKind.Topic, topic.Id, slug, LibraryChangeOperation.Published, [CacheTag.Topic(slug), CacheTag.Topics]));
        return topic.Id;
    }
}
