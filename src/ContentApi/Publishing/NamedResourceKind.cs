using ContentApi.ChangeLog;
using ContentApi.Data;

namespace ContentApi.Publishing;

/// <summary>The two kinds of named resources.</summary>
internal static class NamedResourceKind
{
    public static readonly NamedResourceKind<FounderRow> Founder = new()
    {
        Kind = LibraryChangeKind.Founder,
        Columns = FounderRow.Columns,
        CreateTag = CacheTag.Founder,
        SharedTags = [CacheTag.Founders, CacheTag.Stories, CacheTag.FounderNames],
        HaveStoriesItsTag = true,
        SelectRows = context => context.Founders,
        CreateKeys = slugs => new() { FounderSlugs = slugs },
        SelectStories = NamedResourceSql.SelectStoriesOfFounder,
        MoveStories = NamedResourceSql.MoveStoriesToFounder,
        IsReferenced = NamedResourceSql.IsFounderReferenced,
        Saved = AuditAction.FounderSaved,
        Renamed = AuditAction.FounderRenamed,
        Merged = AuditAction.FounderMerged,
        Deleted = AuditAction.FounderDeleted,
    };

    public static readonly NamedResourceKind<TopicRow> Topic = new()
    {
        Kind = LibraryChangeKind.Topic,
        Columns = TopicRow.Columns,
        CreateTag = CacheTag.Topic,
        SharedTags = [CacheTag.Topics],
        HaveStoriesItsTag = false,
        SelectRows = context => context.Topics,
        CreateKeys = slugs => new() { TopicSlugs = slugs },
        SelectStories = NamedResourceSql.SelectStoriesOfTopic,
        MoveStories = NamedResourceSql.MoveStoriesToTopic,
        IsReferenced = NamedResourceSql.IsTopicReferenced,
        Saved = AuditAction.TopicSaved,
        Renamed = AuditAction.TopicRenamed,
        Merged = AuditAction.TopicMerged,
        Deleted = AuditAction.TopicDeleted,
    };
}

/// <summary>Describes how founders or topics are stored, indexed, cached and logged.</summary>
internal sealed class NamedResourceKind<TRow>
    where TRow : class, INamedResource
{
    public required LibraryChangeKind Kind { get; init; }

    public required RowMapping<TRow> Columns { get; init; }

    /// <summary>Gets the function that returns the cache tag of a slug.</summary>
    public required Func<string, string> CreateTag { get; init; }

    /// <summary>Gets the cache tags that every change of a resource invalidates.</summary>
    public required IReadOnlyList<string> SharedTags { get; init; }

    /// <summary>Gets whether the pages of stories have the tag of the resource. Otherwise, a change invalidates the tags of its stories.</summary>
    public required bool HaveStoriesItsTag { get; init; }

    public required Func<PublicationContext, NamedResources<TRow>> SelectRows { get; init; }

    public required Func<string[], NamedResourceKeys> CreateKeys { get; init; }

    /// <summary>Gets the statement that selects the ids of at most @Limit stories of the resource @Id.</summary>
    public required string SelectStories { get; init; }

    /// <summary>Gets the statements that move the stories @StoryIds from the resource @Id to @TargetId, and set their @Revisions.</summary>
    public required string MoveStories { get; init; }

    /// <summary>Gets the statement that returns whether published content refers to the resource @Id with the current and former slugs @Slugs.</summary>
    public required string IsReferenced { get; init; }

    /// <summary>Gets the audit action of a creation or change.</summary>
    public required string Saved { get; init; }

    public required string Renamed { get; init; }

    public required string Merged { get; init; }

    public required string Deleted { get; init; }

    /// <summary>Returns the cache tags that a change of the resource invalidates, without those of its stories.</summary>
    public HashSet<string> CreateTags(TRow row) => [.. SharedTags, CreateTag(row.Slug), .. row.FormerSlugs.Select(CreateTag)];
}
