using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>A draft with its schedule, if any, and the data that decides whether a version may be scheduled.</summary>
internal sealed record ScheduledDraft
{
    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    /// <summary>Gets the number of the newest version.</summary>
    public required int Version { get; init; }

    public required int? ScheduledVersion { get; init; }

    public required DateTime? ScheduledAt { get; init; }

    public required string? ScheduledReason { get; init; }

    /// <summary>Gets the time of the first publication; null if the story has never been published.</summary>
    public required DateTime? FirstPublishedAt { get; init; }

    /// <summary>Gets the JSON of the version to schedule; null if the draft has no such version.</summary>
    public required string? Json { get; init; }

    /// <summary>Gets the time of the database's clock, which decides when a schedule is due.</summary>
    public required DateTime Now { get; init; }

    public string ETag => DraftEntityTag.Format(Id, Version, ScheduledVersion, ScheduledAt, ScheduledReason);

    public Schedule? Schedule => ScheduledVersion is { } version && ScheduledAt is { } at ? new() { Version = version, At = at, Reason = ScheduledReason } : null;

    /// <summary>Parses the document of the version to schedule; returns null if the draft has no such version.</summary>
    public StoryDocument? ReadDocument() => Json is null ? null : StoryDocument.FromStoredJson(Json, Slug);
}
