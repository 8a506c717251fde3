using System.Text.Json;
using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>The versions that an imported document replaces: the newest of its draft, and the live one of its story.</summary>
internal sealed record DraftBase
{
    /// <summary>Selects the drafts with the slugs @Slugs.</summary>
    public const string SelectSql = """
        select d.slug as Slug, d.id as Id, d.version as Version, (v.document -> 'takeaways')::text as TakeawaysJson,
          v.content_hash as ContentHash, d.published_version = d.version as IsPublished, s.revision as LiveRevision, s.sections::text as LiveSectionsJson
        from draft d
        join draft_version v on v.draft_id = d.id and v.version = d.version
        left join story s on s.id = d.id
        where d.slug = any(@Slugs)
        """;

    public required string Slug { get; init; }

    public required Guid Id { get; init; }

    public required int Version { get; init; }

    public required string TakeawaysJson { get; init; }

    public required byte[] ContentHash { get; init; }

    /// <summary>Gets whether the newest version is published.</summary>
    public required bool? IsPublished { get; init; }

    public required long? LiveRevision { get; init; }

    public required string? LiveSectionsJson { get; init; }

    public IReadOnlyList<TakeawayDocument> ReadTakeaways() => JsonSerializer.Deserialize(TakeawaysJson, StoryDocumentJsonContext.Default.IReadOnlyListTakeawayDocument)!;

    public IReadOnlyList<Section> ReadLiveSections() => ReadSections(LiveSectionsJson);

    /// <summary>Deserializes stored sections; returns none for null.</summary>
    public static IReadOnlyList<Section> ReadSections(string? json) => json is null ? [] : JsonSerializer.Deserialize(json, StoryBodyJsonContext.Relaxed.IReadOnlyListSection)!;
}
