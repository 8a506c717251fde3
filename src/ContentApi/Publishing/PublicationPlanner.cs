using ContentApi.ChangeLog;
using ContentApi.Core.Formats;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>
/// Plans, under the lock, what a publishing transaction changes: the revision, the cache tags and the rows of each change, and which
/// changes are refused. The rows are written afterwards in one round trip for all documents.
/// </summary>
internal sealed class PublicationPlanner(PublicationContext before, CancellationToken cancellationToken)
{
    public PublicationBatch Rows { get; } = new();

    /// <summary>Gets the last revision taken.</summary>
    public long Revision { get; private set; } = before.Revision;

    /// <summary>Saves a document as a new version and publishes or schedules it, unless nothing changes or it is refused.</summary>
    public Publication Import(RenderedStory story, byte[] contentHash)
    {
        var draft = before.Drafts.GetValueOrDefault(story.Slug);
        if (Fault(story, draft) is { } reason)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: reason);
        }

        if (draft is { Withdrawn: true } && !story.IsDraft)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: $"'{story.Slug}' was withdrawn; an import does not bring it back. Publish it through /v1/drafts/{story.Slug}/publication.");
        }

        var known = draft?.Takeaways ?? [];
        var document = story.Document.WithTakeawayIds(known);
        var same = draft is not null
            && draft.ContentHash.AsSpan().SequenceEqual(contentHash)
            && document.Takeaways.Select(takeaway => takeaway.Id).SequenceEqual(known.Select(takeaway => takeaway.Id));
        var version = draft is null ? 1 : same ? draft.Version : draft.Version + 1;
        if (story.IsDraft)
        {
            draft ??= DraftRow.New(story.Slug);
            return MarkedDraft.Save(Rows, draft, same ? null : new(draft.Id, version, document, contentHash));
        }

        var scheduledAt = document.PublishedAt?.UtcDateTime is { } at && at > before.Now ? at : (DateTime?)null;
        if (same && (scheduledAt is null ? draft!.PublishedVersion == version : draft!.ScheduledVersion == version && IsSame(draft.ScheduledAt, scheduledAt)))
        {
            return new(story.Slug, PublicationOutcome.Unchanged);
        }

        var overtaken = draft is not null && !same && draft.PublishedVersion != draft.Version ? draft.Version : (int?)null;
        draft ??= DraftRow.New(story.Slug);
        if (!same)
        {
            Rows.Versions.Add(new(draft.Id, version, document, contentHash));
            Rows.Audit.Add(new("draft.saved", draft.Slug, version));
        }

        var next = draft with { Version = version };
        return (scheduledAt is null ? Put(story with { Document = document }, next, version) : Schedule(next, scheduledAt.Value)) with { SupersededVersion = overtaken };
    }

    /// <summary>
    /// Publishes a saved version of the draft with this id, unless it is live already or refused; returns null if the draft no longer
    /// exists.
    /// </summary>
    public Publication? Publish(Guid id, RenderedStory story, int version)
    {
        var draft = before.Drafts.GetValueOrDefault(story.Slug);
        if (draft is null || draft.Id != id)
        {
            return null;
        }

        if (Fault(story, draft) is { } reason)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: reason);
        }

        if (draft.PublishedVersion == version)
        {
            return new(story.Slug, PublicationOutcome.Unchanged, before.Revision) { Draft = draft };
        }

        if (story.Document.PublishedAt is { } at && at.UtcDateTime > before.Now)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: $"publishedAt is in the future ({at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}); schedule it with PUT /v1/drafts/{story.Slug}/schedule, or change it.");
        }

        return Put(story, draft, version);
    }

    /// <summary>Publishes a scheduled version if it is still due; otherwise returns null.</summary>
    public Publication? PublishDue(Guid id, RenderedStory story, int version)
    {
        var draft = before.Drafts.GetValueOrDefault(story.Slug);
        if (draft is null || draft.Id != id || draft.ScheduledVersion != version || draft.ScheduledAt > before.Now)
        {
            return null;
        }

        if (Fault(story, draft) is { } reason)
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: reason);
        }

        if (draft.PublishedVersion != version)
        {
            return Put(story, draft, version);
        }

        Rows.Drafts.Add(new(draft.Id, draft.Slug, draft.Version, version, draft.FirstPublishedAt)); // already live: only the schedule ends
        return new(story.Slug, PublicationOutcome.Unchanged, before.Revision);
    }

    /// <summary>Withdraws the story of a published draft and deletes its schedule; returns the draft after the withdrawal.</summary>
    public DraftRow Withdraw(DraftRow draft, WithdrawalRequest request)
    {
        CancelSchedule(draft);
        var (slug, story) = (draft.Slug, before.Stories[draft.Slug]);
        Revision++;
        var tags = Tags(draft, story);
        tags.UnionWith(["founders", "topics"]);
        Rows.Log.Add(new(Revision, "story", story.Id, slug, "withdrawn", tags, request.Reason));
        string?[] reasons = [request.Reason is { } reason ? $"Reason: {reason}" : null, request.InternalReason is { } inside ? $"Internal reason: {inside}" : null];
        Rows.Audit.Add(new("story.withdrawn", slug, draft.PublishedVersion, reasons.Any(text => text is not null) ? string.Join('\n', reasons.OfType<string>()) : null));
        return draft with { PublishedVersion = null, ScheduledVersion = null, ScheduledAt = null, Withdrawn = true };
    }

    /// <summary>Renames a draft and its published story, if any.</summary>
    public void Rename(DraftRow draft, string newSlug)
    {
        if (before.Stories.TryGetValue(draft.Slug, out var story))
        {
            Revision++;
            var tags = Tags(draft, story);
            tags.Add($"story:{newSlug}");
            tags.UnionWith(before.RecommendedBy[newSlug].Select(other => $"story:{other}"));
            Rows.Log.Add(new(Revision, "story", story.Id, newSlug, "renamed", tags, PreviousSlug: draft.Slug));
        }

        Rows.Audit.Add(new("draft.renamed", draft.Slug, draft.Version, newSlug));
    }

    /// <summary>Deletes a draft; also records the deletion in the log if its story was withdrawn.</summary>
    public void Delete(DraftRow draft)
    {
        if (draft.Withdrawn)
        {
            Revision++;
            Rows.Log.Add(new(Revision, "story", draft.Id, draft.Slug, "deleted", [$"story:{draft.Slug}"]));
        }

        CancelSchedule(draft);
        Rows.Audit.Add(new("draft.deleted", draft.Slug, draft.Version));
    }

    /// <summary>Saves a founder; records a change only if the founder differs.</summary>
    public FounderRow SaveFounder(FounderRow? known, FounderRow founder)
    {
        if (founder == known)
        {
            return founder;
        }

        Revision++;
        Rows.Log.Add(new(Revision, "founder", founder.Id, founder.Slug, known is null ? "published" : "updated", [CacheTag.Founder(founder.Slug), CacheTag.Founders, CacheTag.Stories, CacheTag.Names]));
        Rows.Audit.Add(new("founder.saved", founder.Slug));
        return founder with { Revision = Revision };
    }

    public void DeleteFounder(FounderRow founder)
    {
        Revision++;
        Rows.Log.Add(new(Revision, "founder", founder.Id, founder.Slug, "deleted", [$"founder:{founder.Slug}", "founders", "stories"]));
        Rows.Audit.Add(new("founder.deleted", founder.Slug));
    }

    private Publication Put(RenderedStory story, DraftRow draft, int version)
    {
        Revision++;
        var document = story.Document;
        var old = before.Stories.GetValueOrDefault(draft.Slug);
        var tags = Tags(draft, old);
        var founder = document.Founder is null ? null : Founder(document.Founder, tags);
        if (old is null || old.FounderSlug != document.Founder?.Slug)
        {
            tags.Add("founders"); // the story counts of founders
        }

        if (old is not { Topics.Length: 0 } || story.Topics.Count > 0)
        {
            tags.Add("topics");
        }

        var topics = story.Topics.Select(topic => Topic(topic.Slug, topic.Name, tags)).ToList();
        var publishedAt = document.PublishedAt?.UtcDateTime ?? draft.FirstPublishedAt ?? (draft.ScheduledAt is { } due && due <= before.Now ? due : before.Now);
        Rows.Stories.Add(new(draft.Id, old is null ? story : story.WithPreservedIds(old.Sections, cancellationToken), founder?.Id, publishedAt, topics, Revision, IsNew: old is null));
        var waits = draft.ScheduledVersion is { } scheduled && scheduled != version; // a schedule of another version stays
        Rows.Drafts.Add(new(draft.Id, draft.Slug, draft.Version, version, draft.FirstPublishedAt ?? publishedAt, waits ? draft.ScheduledVersion : null, waits ? draft.ScheduledAt : null));
        Rows.Log.Add(new(Revision, "story", draft.Id, draft.Slug, old is null ? "published" : "updated", tags));
        Rows.Audit.Add(new("story.published", draft.Slug, version));
        return new(draft.Slug, old is null ? PublicationOutcome.Created : PublicationOutcome.Updated, Revision)
        {
            Draft = draft with { PublishedVersion = version, ScheduledVersion = waits ? draft.ScheduledVersion : null, ScheduledAt = waits ? draft.ScheduledAt : null, Withdrawn = false },
        };
    }

    /// <summary>Compares two times with the microsecond precision of PostgreSQL.</summary>
    private static bool IsSame(DateTime? stored, DateTime? given) => stored is { } a && given is { } b && a.Ticks / TimeSpan.TicksPerMicrosecond == b.Ticks / TimeSpan.TicksPerMicrosecond;

    private Publication Schedule(DraftRow draft, DateTime at)
    {
        Rows.Drafts.Add(new(draft.Id, draft.Slug, draft.Version, draft.PublishedVersion, draft.FirstPublishedAt, draft.Version, at));
        Rows.Audit.Add(new("story.scheduled", draft.Slug, draft.Version, $"{at:yyyy-MM-ddTHH:mm:ss.ffffffZ}"));
        return new(draft.Slug, draft.FirstPublishedAt is null ? PublicationOutcome.Created : PublicationOutcome.Updated, ScheduledAt: at);
    }

    /// <summary>Records in the audit log that the draft's schedule, if any, is deleted.</summary>
    private void CancelSchedule(DraftRow draft)
    {
        if (draft.ScheduledAt is { } at)
        {
            Rows.Audit.Add(new("story.scheduleCancelled", draft.Slug, draft.ScheduledVersion, $"{at:yyyy-MM-ddTHH:mm:ss.ffffffZ}"));
        }
    }

    /// <summary>Returns why the library refuses the story; null if it may be published.</summary>
    private string? Fault(RenderedStory story, DraftRow? draft)
    {
        if (!story.IsDraft && story.IncompleteReason is { } incomplete)
        {
            return incomplete;
        }

        if (draft is null && before.OldNames.TryGetValue(story.Slug, out var name))
        {
            return $"'{story.Slug}' is the old name of the story '{name}'; use the new one.";
        }

        if (draft is not null && story.Document.Recommendations.FirstOrDefault(card => card.Slug == draft.Slug || draft.OldNames.Contains(card.Slug)) is { } itself)
        {
            return $"A story cannot recommend itself, as '{itself.Slug}'.";
        }

        var taken = story.Document.Takeaways.FirstOrDefault(takeaway =>
            takeaway.Id is { } id && before.TakeawayOwners.TryGetValue(id, out var owner) && owner != story.Slug);
        return taken is null ? null : $"The takeaway id {taken.Id} belongs to the story '{before.TakeawayOwners[taken.Id!.Value]}'.";
    }

    /// <summary>
    /// Returns the cache tags of every resource that shows the story: its slugs, lists, its founder and topics, and the stories that
    /// recommend it.
    /// </summary>
    private SortedSet<string> Tags(DraftRow draft, LiveStory? story)
    {
        var tags = new SortedSet<string>(StringComparer.Ordinal) { $"story:{draft.Slug}", "stories" };
        tags.UnionWith(draft.OldNames.Select(name => $"story:{name}"));
        tags.UnionWith(before.RecommendedBy[draft.Slug].Select(other => $"story:{other}"));
        tags.UnionWith(story?.Topics.Select(topic => $"topic:{topic}") ?? []);
        if (story?.FounderSlug is { } founder)
        {
            tags.Add($"founder:{founder}");
        }

        return tags;
    }

    private FounderRow Founder(FounderDocument document, SortedSet<string> tags)
    {
        tags.Add($"founder:{document.Slug}");
        var known = Rows.Founders.GetValueOrDefault(document.Slug) ?? before.Founders.GetValueOrDefault(document.Slug);
        var founder = (known ?? new(Guid.CreateVersion7(), document.Slug, Slug.ToDisplayName(document.Slug), Bio: null, Image: null, Revision)).With(document);
        if (founder != known)
        {
            Rows.Founders[document.Slug] = founder with { Revision = Revision };
            tags.Add("founders");
            Rows.Log.Add(new(Revision, "founder", founder.Id, founder.Slug, known is null ? "published" : "updated", [CacheTag.Founder(founder.Slug), CacheTag.Founders, CacheTag.Stories, CacheTag.Names]));
        }

        return founder;
    }

    private Guid Topic(string slug, string name, SortedSet<string> tags)
    {
        tags.Add($"topic:{slug}");
        if (before.Topics.TryGetValue(slug, out var known))
        {
            return known.Id;
        }

        var topic = new TopicRow(Guid.CreateVersion7(), slug, name, Revision);
        Rows.Topics.Add(topic);
        before.Topics.Add(slug, new(topic.Id, slug, name));
        Rows.Log.Add(new(Revision, "topic", topic.Id, slug, "published", [$"topic:{slug}", "topics"]));
        return topic.Id;
    }
}
