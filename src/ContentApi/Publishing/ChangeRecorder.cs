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
    public void Add(LibraryChangeKind kind, Guid id, string slug, LibraryChangeOperation operation, ISet<string> tags, string? reason = null, string? previousSlug = null, string? mergedInto = null) => Changes.Add(new()
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
        MergedInto = mergedInto,
    });

    /// <summary>Records a change of a founder or topic at the current revision.</summary>
    /// <param name="kind">The kind of the resource.</param>
    /// <param name="row">The resource.</param>
    /// <param name="operation">The change.</param>
    /// <param name="tags">The cache tags to invalidate; by default, those of the resource without those of its stories.</param>
    /// <param name="slug">The slug after the change, if it is not that of the row.</param>
    /// <param name="previousSlug">The slug before a rename.</param>
    /// <param name="mergedInto">The slug of the resource into which this one is merged.</param>
    public void Add<TRow>(
        NamedResourceKind<TRow> kind, TRow row, LibraryChangeOperation operation, HashSet<string>? tags = null, string? slug = null, string? previousSlug = null, string? mergedInto = null)
        where TRow : class, INamedResource =>
        Add(kind.Kind, row.Id, slug ?? row.Slug, operation, tags ?? kind.CreateTags(row), reason: null, previousSlug, mergedInto);

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
        tags.UnionWith(story?.FounderSlugs.Select(CacheTag.Founder) ?? []);
        return tags;
    }
}
