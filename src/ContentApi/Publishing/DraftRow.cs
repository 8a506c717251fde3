using System.Text.Json;
using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>A row of the `draft` table, with its former slugs and the content hash and takeaways of its newest version.</summary>
internal sealed record DraftRow
{
    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public required int Version { get; init; }

    public required int? PublishedVersion { get; init; }

    public required DateTime? FirstPublishedAt { get; init; }

    public required int? ScheduledVersion { get; init; }

    public required DateTime? ScheduledAt { get; init; }

    public required string? ScheduledReason { get; init; }

    public required bool IsWithdrawn { get; init; }

    public required byte[] ContentHash { get; init; }

    public required string TakeawaysJson { get; init; }

    public required string[] FormerSlugs { get; init; }

    /// <summary>Creates an unsaved draft at version 1.</summary>
    public static DraftRow CreateNew(Guid id, string slug) => new()
    {
        Id = id,
        Slug = slug,
        Version = 1,
        PublishedVersion = null,
        FirstPublishedAt = null,
        ScheduledVersion = null,
        ScheduledAt = null,
        ScheduledReason = null,
        IsWithdrawn = false,
        ContentHash = [],
        TakeawaysJson = "[]",
        FormerSlugs = [],
    };

    /// <summary>Gets the state of the draft, by the same rules as the generated column `draft.state`.</summary>
    public DraftState State =>
        ScheduledAt is not null ? DraftState.Scheduled
        : IsWithdrawn ? DraftState.Withdrawn
        : PublishedVersion is null ? DraftState.Draft
        : PublishedVersion == Version ? DraftState.Published
        : DraftState.Changed;

    /// <summary>Gets the entity tag of the draft.</summary>
    public string ETag => DraftEntityTag.Format(Id, Version, ScheduledVersion, ScheduledAt, ScheduledReason);

    /// <summary>Deserializes the takeaways of the newest version.</summary>
    public IReadOnlyList<TakeawayDocument> ReadTakeaways() => JsonSerializer.Deserialize(TakeawaysJson, StoryDocumentJsonContext.Default.IReadOnlyListTakeawayDocument)!;
}
