using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>A saved version: its document, the publication data of its draft, and the live version that it would replace.</summary>
internal sealed record VersionDocument
{
    public required Guid DraftId { get; init; }

    public required string Slug { get; init; }

    public required int Version { get; init; }

    public required string Json { get; init; }

    public required DateTime? FirstPublishedAt { get; init; }

    /// <summary>Gets the number of the draft's newest version.</summary>
    public required int DraftVersion { get; init; }

    public required int? PublishedVersion { get; init; }

    public required int? ScheduledVersion { get; init; }

    public required DateTime? ScheduledAt { get; init; }

    public required string? ScheduledReason { get; init; }

    /// <summary>Gets the revision of the live version; null if the story is not published.</summary>
    public required long? LiveRevision { get; init; }

    public required string? LiveSectionsJson { get; init; }

    /// <summary>Gets the entity tag of the draft.</summary>
    public string DraftETag => DraftEntityTag.Format(DraftId, DraftVersion, ScheduledVersion, ScheduledAt, ScheduledReason);

    /// <summary>Deserializes the document.</summary>
    public StoryDocument ReadDocument() => StoryDocument.FromStoredJson(Json, Slug);

    /// <summary>Deserializes the sections of the live version; returns none if the story is not published.</summary>
    public IReadOnlyList<Section> ReadLiveSections() => DraftBase.ReadSections(LiveSectionsJson);
}
