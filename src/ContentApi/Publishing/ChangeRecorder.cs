using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Publishing;

/// <summary>Collects the entries that a publishing transaction appends to the change log and the audit log.</summary>
internal sealed class ChangeRecorder(PublicationContext context)
{
    public List<ChangeRow> Changes { get; } = [];

    public List<AuditRow> AuditEntries { get; } = [];

    /// <summary>Gets the revision after the changes recorded so far.</summary>
    public long Revision { get; private set; } = context.Revision;

    /// <summary>Takes the next revision, which the changes recorded from now on have.</summary>
    public void TakeRevision() => Revision++;

    /// <summary>Records a change of a resource at the current revision.</summary>
    public void Add(LibraryChangeKind kind, Guid id, string slug, LibraryChangeOperation operation, ISet<string> tags, string? reason = null, string? previousSlug = null) => Changes.Add(new()
    {
        Revision = Revision,
        ChangedAt = context.Now,
        Kind = kind,
        Id = id,
        Slug = slug,
        Operation = operation,
        Tags = tags,
        Reason = reason,
        PreviousSlug = previousSlug,
    });

    /// <summary>Records that a founder is new or has changed.</summary>
    public void AddFounder(FounderRow founder, bool isNew) => Add(
        LibraryChangeKind.Founder,
        founder.Id,
        founder.Slug,
        isNew ? LibraryChangeOperation.Published : LibraryChangeOperation.Updated,
        new HashSet<string> { CacheTag.Founder(founder.Slug), CacheTag.Founders, CacheTag.Stories, CacheTag.FounderNames });

    public void Audit(Actor actor, string action, string slug, int? version = null, string? detail = null) => AuditEntries.Add(new(context.Now, actor, action, slug, version, detail));

    /// <summary>Records in the audit log that the draft's schedule, if any, is deleted.</summary>
    public void AuditScheduleCancellation(Actor actor, DraftRow draft)
    {
        if (draft.ScheduledAt is { } at)
        {
            Audit(actor, AuditAction.ScheduleCancelled, draft.Slug, draft.ScheduledVersion, $"{at:yyyy-MM-ddTHH:mm:ss.ffffffZ}");
        }
    }

    /// <summary>Returns the cache tags of every resource that shows the story, such as the stories that recommend it.</summary>
    public SortedSet<string> BuildStoryTags(DraftRow draft, LiveStory? story)
    {
        var tags = new SortedSet<string>(StringComparer.Ordinal) { CacheTag.Story(draft.Slug), CacheTag.Stories };
        tags.UnionWith(draft.FormerSlugs.Select(CacheTag.Story));
        tags.UnionWith(context.RecommendedBy[draft.Slug].Select(CacheTag.Story));
        tags.UnionWith(story?.ListedBy.Select(CacheTag.Story) ?? []);
        tags.UnionWith(story?.TopicSlugs.Select(CacheTag.Topic) ?? []);
        if (story?.FounderSlug is { } founderSlug)
        {
            tags.Add(CacheTag.Founder(founderSlug));
        }

        return tags;
    }
}
