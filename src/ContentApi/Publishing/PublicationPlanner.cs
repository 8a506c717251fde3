using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;

namespace ContentApi.Publishing;

/// <summary>
/// Plans the publication of documents under the publishing lock: refuses them, or adds their rows to <see cref="Batch"/> and their changes
/// to <see cref="Recorder"/>.
/// </summary>
internal sealed class PublicationPlanner
{
    private readonly PublicationContext context;
    private readonly LibraryOptions options;
    private readonly ReferencePlanner references;

    public PublicationPlanner(PublicationContext context, LibraryOptions options)
    {
        (this.context, this.options, Recorder) = (context, options, new(context));
        references = new(context, Batch, Recorder);
    }

    public PublicationBatch Batch { get; } = new();

    public ChangeRecorder Recorder { get; }

    public bool IsEmpty => Batch.Drafts.Count == 0 && Recorder.Changes.Count == 0 && Recorder.AuditEntries.Count == 0;

    /// <summary>Plans the publication of a document, unless nothing changes or it is refused. Returns null if a saved version no longer exists or is not due.</summary>
    public PublicationResult? Plan(PreparedStory story)
    {
        var warnings = FounderWarnings.Find(context.Founders, story.Rendered.Document); // before the document creates its founder
        var result = story.Item.Trigger switch
        {
            PublicationTrigger.Import => Import(story),
            PublicationTrigger.Request => Publish(story, story.Item.Version!.Version),
            _ => PublishDue(story, story.Item.Version!.Version),
        };
        return result is null or { Outcome: PublicationOutcome.Invalid } ? result : result with { Warnings = warnings };
    }

    /// <summary>Plans to import a document, if its precondition holds.</summary>
    private PublicationResult Import(PreparedStory story)
    {
        var draft = context.Drafts.GetValueOrDefault(story.Slug);
        var isFormerSlug = draft is null && context.CurrentSlugs.ContainsKey(story.Slug); // refused whatever the precondition
        return !isFormerSlug && story.Item.IsExpected?.Invoke(draft) == false
            ? CreatePreconditionResult(story, draft)
            : Import(story, draft) with { PreviousDraft = draft };
    }

    /// <summary>
    /// Plans to save a document as a new version and to publish or schedule it. A document that is marked as a draft is only saved.
    /// </summary>
    private PublicationResult Import(PreparedStory story, DraftRow? draft)
    {
        if (FindRejection(story, draft) is { } reason)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: reason);
        }

        if (draft is { IsWithdrawn: true } && !story.Item.IsDraft)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: $"'{story.Slug}' was withdrawn, and an import does not republish it. Use PUT /v1/drafts/{story.Slug}/publication.");
        }

        var document = story.Rendered.Document;
        var contentHash = document.ComputeContentHash();
        var isUnchanged = draft is not null
            && draft.ContentHash.AsSpan().SequenceEqual(contentHash)
            && document.Takeaways.Select(takeaway => takeaway.Id).SequenceEqual(draft.ReadTakeaways().Select(takeaway => takeaway.Id));
        var version = draft is null ? 1 : isUnchanged ? draft.Version : draft.Version + 1;
        var supersededDraftVersion = draft is not null && !isUnchanged && draft.PublishedVersion != draft.Version ? draft.Version : (int?)null;
        draft ??= DraftRow.CreateNew(story.Id, story.Slug);
        if (!isUnchanged)
        {
            Batch.Versions.Add(new(draft.Id, version, document, contentHash, context.Now, story.Item.Actor));
            Recorder.Audit(story.Item.Actor, AuditAction.DraftSaved, draft.Slug, version);
        }

        var nextDraft = draft with { Version = version };
        if (story.Item.IsDraft)
        {
            return SaveAsDraft(story, nextDraft, isUnchanged);
        }

        var scheduledAt = Truncate(document.PublishedAt?.UtcDateTime) is { } at && at > context.Now ? at : (DateTime?)null;
        if (isUnchanged && (scheduledAt is null ? draft.PublishedVersion == version : draft.ScheduledVersion == version && draft.ScheduledAt == scheduledAt))
        {
            return new(story.Slug, PublicationOutcome.Unchanged) { Draft = draft };
        }

        return (scheduledAt is null ? MakeLive(story, nextDraft, version) : Schedule(story, nextDraft, scheduledAt.Value)) with { SupersededVersion = supersededDraftVersion };
    }

    /// <summary>Plans to keep an imported document as a draft, and to cancel the draft's schedule.</summary>
    /// <remarks>
    /// A published version stays published, because a withdrawal is a separate decision with a reason. The result reports that version.
    /// </remarks>
    private PublicationResult SaveAsDraft(PreparedStory story, DraftRow draft, bool isContentUnchanged)
    {
        if (draft.ScheduledAt is not null)
        {
            Recorder.Audit(story.Item.Actor, AuditAction.ScheduleCancelled, draft.Slug, draft.ScheduledVersion);
        }

        var isUnchanged = isContentUnchanged && draft.ScheduledAt is null;
        if (!isUnchanged)
        {
            Batch.Drafts.Add(new(draft.Id, draft.Slug, draft.Version, draft.PublishedVersion, draft.FirstPublishedAt, context.Now, IsWithdrawn: draft.IsWithdrawn));
        }

        return new(draft.Slug, isUnchanged ? PublicationOutcome.Unchanged : PublicationOutcome.SavedAsDraft)
        {
            Draft = draft with { ScheduledVersion = null, ScheduledAt = null, ScheduledReason = null },
            LiveVersion = draft.PublishedVersion,
            CancelledPublicationAt = draft.ScheduledAt,
        };
    }

    /// <summary>Plans to publish a saved version, unless it is live already.</summary>
    private PublicationResult? Publish(PreparedStory story, int version)
    {
        var draft = context.Drafts.GetValueOrDefault(story.Slug);
        if (draft is null || draft.Id != story.Item.Version!.DraftId)
        {
            return null;
        }

        if (story.Item.IsExpected?.Invoke(draft) == false)
        {
            return CreatePreconditionResult(story, draft);
        }

        if (FindRejection(story, draft) is { } reason)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: reason);
        }

        if (CorrectionRules.FindRejection(context, draft, version, story.Item.Reason) is { } lostReason)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: lostReason) { RefusedMember = "reason" };
        }

        if (draft.PublishedVersion == version)
        {
            return new(story.Slug, PublicationOutcome.Unchanged, context.Revision) { Draft = draft };
        }

        if (story.Rendered.Document.PublishedAt is { } at && at.UtcDateTime > context.Now)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: $"The document's publishedAt ({at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}) is in the future. Schedule the version with PUT /v1/drafts/{story.Slug}/schedule, or change publishedAt.");
        }

        return MakeLive(story, draft, version);
    }

    /// <summary>Plans to publish a scheduled version if it is still due.</summary>
    private PublicationResult? PublishDue(PreparedStory story, int version)
    {
        var draft = context.Drafts.GetValueOrDefault(story.Slug);
        if (draft is null || draft.Id != story.Item.Version!.DraftId || draft.ScheduledVersion != version || draft.ScheduledAt > context.Now)
        {
            return null;
        }

        if ((FindRejection(story, draft) ?? CorrectionRules.FindRejection(context, draft, version, draft.ScheduledReason)) is { } reason)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: reason);
        }

        if (draft.PublishedVersion != version)
        {
            return MakeLive(story, draft, version);
        }

        Batch.Drafts.Add(new(draft.Id, draft.Slug, draft.Version, version, draft.FirstPublishedAt, context.Now)); // already live: only the schedule ends
        return new(story.Slug, PublicationOutcome.Unchanged, context.Revision);
    }

    private PublicationResult MakeLive(PreparedStory story, DraftRow draft, int version)
    {
        Recorder.TakeRevision();
        var isScheduled = draft.ScheduledVersion == version;
        var reason = story.Item.Reason ?? (isScheduled ? draft.ScheduledReason : null);
        var previousCorrections = CorrectionRow.ToCorrections(context.Corrections[draft.Id]);
        var corrections = reason is null ? previousCorrections : previousCorrections.With(new() { At = context.Now, Reason = reason });
        var document = story.Rendered.Document;
        var live = context.Stories.GetValueOrDefault(draft.Slug);
        var tags = Recorder.BuildStoryTags(draft, live);
        var founder = document.Founder is null ? null : references.FindOrAdd(document.Founder);
        var topics = references.FindOrAdd(story.Rendered.TopicNames);
        tags.UnionWith(founder is null ? [] : [CacheTag.Founder(founder.Slug), .. founder.FormerSlugs.Select(CacheTag.Founder)]);
        tags.UnionWith(topics.SelectMany(topic => topic.FormerSlugs.Append(topic.Slug)).Select(CacheTag.Topic));
        if (live is null || live.FounderId != founder?.Id)
        {
            tags.Add(CacheTag.Founders); // the story counts of founders
        }

        if (live is not { TopicSlugs.Length: 0 } || topics.Count > 0)
        {
            tags.Add(CacheTag.Topics);
        }

        var publishedAt = Truncate(document.PublishedAt?.UtcDateTime) ?? draft.FirstPublishedAt ?? (draft.ScheduledAt is { } dueAt && dueAt <= context.Now ? dueAt : context.Now);
        Batch.Stories.Add(new()
        {
            Prepared = story,
            Id = draft.Id,
            Founder = founder,
            Topics = topics,
            AnnouncedFounders = document.Recommendations.Select(card => card is { Title: not null, Founder: { } announced } ? references.FindOrAdd(announced) : null).ToList(),
            PublishedAt = publishedAt,
            UpdatedAt = context.Now,
            Revision = Recorder.Revision,
            IsNew = live is null,
            JsonFormat = options.FormatVersion,
            Json = StoryJson.Render(story.Rendered.ToStory(
                draft.Id,
                founder is null ? null : new() { Id = founder.Id, Slug = founder.Slug, Name = founder.Name },
                topics.Select(topic => new TopicReference { Id = topic.Id, Slug = topic.Slug, Name = topic.Name }).ToList(),
                corrections,
                publishedAt,
                context.Now,
                options)),
        });
        var published = draft with { PublishedVersion = version, IsWithdrawn = false };
        published = isScheduled ? published with { ScheduledVersion = null, ScheduledAt = null, ScheduledReason = null } : published; // a schedule of another version stays
        Batch.Drafts.Add(new(draft.Id, draft.Slug, draft.Version, version, draft.FirstPublishedAt ?? publishedAt, context.Now, published.ScheduledVersion, published.ScheduledAt, published.ScheduledReason));
        Recorder.Add(LibraryChangeKind.Story, draft.Id, draft.Slug, live is null ? LibraryChangeOperation.Published : LibraryChangeOperation.Updated, tags, reason);
        Recorder.Audit(story.Item.Actor, AuditAction.StoryPublished, draft.Slug, version, reason is null ? null : $"Reason: {reason}");
        return new(draft.Slug, live is null ? PublicationOutcome.Created : PublicationOutcome.Updated, Recorder.Revision) { Draft = published };
    }

    /// <summary>Returns a time with the microsecond precision of PostgreSQL.</summary>
    private static DateTime? Truncate(DateTime? time) => time?.AddTicks(-(time.Value.Ticks % TimeSpan.TicksPerMicrosecond));

    private PublicationResult Schedule(PreparedStory story, DraftRow draft, DateTime at)
    {
        Batch.Drafts.Add(new(draft.Id, draft.Slug, draft.Version, draft.PublishedVersion, draft.FirstPublishedAt, context.Now, draft.Version, at));
        Recorder.Audit(story.Item.Actor, AuditAction.StoryScheduled, draft.Slug, draft.Version, $"{at:yyyy-MM-ddTHH:mm:ss.ffffffZ}");
        return new(draft.Slug, draft.FirstPublishedAt is null ? PublicationOutcome.Created : PublicationOutcome.Updated, ScheduledAt: at)
        {
            Draft = draft with { ScheduledVersion = draft.Version, ScheduledAt = at, ScheduledReason = null },
        };
    }

    private static PublicationResult CreatePreconditionResult(PreparedStory story, DraftRow? draft) =>
        new(story.Slug, PublicationOutcome.Invalid, Reason: "The precondition of the request is not met.") { PreviousDraft = draft, IsPreconditionFailed = true };

    /// <summary>Returns the reason to refuse the story, or null to accept it.</summary>
    private string? FindRejection(PreparedStory story, DraftRow? draft)
    {
        if (!story.Item.IsDraft && story.Rendered.IncompleteReason is { } incomplete)
        {
            return incomplete;
        }

        if (draft is null && context.CurrentSlugs.TryGetValue(story.Slug, out var currentSlug))
        {
            return $"'{story.Slug}' is a former slug of '{currentSlug}'. Use '{currentSlug}'.";
        }

        if (draft is not null && story.Rendered.Document.Recommendations.FirstOrDefault(card => card.Slug == draft.Slug || draft.FormerSlugs.Contains(card.Slug)) is { } selfRecommendation)
        {
            return $"The document recommends its own story; '{selfRecommendation.Slug}' is the current or a former slug of that story.";
        }

        var foreignTakeaway = story.Rendered.Document.Takeaways.FirstOrDefault(takeaway =>
            takeaway.Id is { } id && context.TakeawayOwners.TryGetValue(id, out var ownerSlug) && ownerSlug != story.Slug);
        return foreignTakeaway is null ? null : $"The takeaway id {foreignTakeaway.Id} belongs to the story '{context.TakeawayOwners[foreignTakeaway.Id!.Value]}'.";
    }
}
