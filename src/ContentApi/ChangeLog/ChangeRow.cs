using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.ChangeLog;

/// <summary>A row of the change log, with the cache tags that it invalidates.</summary>
internal sealed record ChangeRow
{
    /// <summary>
    /// Selects the cache tags of the collections that contain a changed story. They are added here because every change of a story is appended
    /// to the log under the publishing lock, so that no change can miss a collection.
    /// </summary>
    private static readonly string CollectionTagsSql = $"""
        select unnest(array['{CacheTag.Collections}', '{CacheTag.Collection("")}' || c.slug])
        from collection_story m
        join collection c on c.id = m.collection_id
        where m.story_id = input.id
        """;

    public static readonly RowMapping<ChangeRow> Columns = new RowMapping<ChangeRow>("library_change")
        .Column("revision", "bigint", change => change.Revision)
        .Column("kind", "text", change => change.Kind.GetName())
        .Column("id", "uuid", change => change.Id)
        .Column("slug", "text", change => change.Slug)
        .Column("operation", "text", change => change.Operation.GetName())
        .Column("reason", "text", change => change.Reason)
        .Column("previous_slug", "text", change => change.PreviousSlug)
        .Column("merged_into", "text", change => change.MergedInto)
        .Column("changed_at", "timestamptz", change => change.ChangedAt)
        .Column("cache_tags", "text", change => string.Join('\n', change.Tags), expression: $"string_to_array(cache_tags, chr(10)) || array({CollectionTagsSql})");

    public required long Revision { get; init; }

    public required DateTime ChangedAt { get; init; }

    public required LibraryChangeKind Kind { get; init; }

    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public required LibraryChangeOperation Operation { get; init; }

    public required ISet<string> Tags { get; init; }

    public string? Reason { get; init; }

    public string? PreviousSlug { get; init; }

    public string? MergedInto { get; init; }
}
