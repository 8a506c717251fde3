using System.Text.Json;
using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>A row of a draft, with the content of its newest version.</summary>
internal sealed record DraftRow
{
    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public required int Version { get; init; }

    public required int? PublishedVersion { get; init; }

    public required DateTime? FirstPublishedAt { get; init; }

    public required int? ScheduledVersion { get; init; }

    public required DateTime? ScheduledAt { get; init; }

    public required bool IsWithdrawn { get; init; }

    public required byte[] ContentHash { get; init; }

    public required string TakeawaysJson { get; init; }

    public required string[] FormerSlugs { get; init; }

    /// <summary>Creates a draft that is not saved yet, at its first version.</summary>
    public static DraftRow CreateNew(string slug) => new()
    {
        Id = Guid.CreateVersion7(),
        Slug = slug,
        Version = 1,
        PublishedVersion = null,
        FirstPublishedAt = null,
        ScheduledVersion = null,
        ScheduledAt = null,
        IsWithdrawn = false,
        ContentHash = [],
        TakeawaysJson = "[]",
        FormerSlugs = [],
    };

    /// <summary>Gets the state of the draft, computed as the generated column `state` of the database computes it.</summary>
    public DraftState State =>
        ScheduledAt is not null ? DraftState.Scheduled
        : IsWithdrawn ? DraftState.Withdrawn
        : PublishedVersion is null ? DraftState.Draft
        : PublishedVersion == Version ? DraftState.Published
        : DraftState.Changed;

    /// <summary>Gets the entity tag of the draft.</summary>
    public string ETag => DraftTag.Format(Id, Version, ScheduledVersion, ScheduledAt);

    public IReadOnlyList<TakeawayDocument> Takeaways => JsonSerializer.Deserialize(TakeawaysJson, StoryDocumentJsonContext.Default.IReadOnlyListTakeawayDocument)!;
}
