using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>A story as read from the library: its pre-serialized JSON, its founder, and the members that are included on request.</summary>
internal sealed record StoryPage
{
    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public byte[]? PageJson { get; set; }

    public string? FounderSlug { get; set; }

    public RawJson<IReadOnlyList<Section>>? Sections { get; init; }

    public TextFormat? BodyFormat { get; init; }

    public string? BodyContent { get; init; }

    public StoryText? Body => BodyContent is null ? null : new() { Format = BodyFormat!.Value, Content = BodyContent };

    public IReadOnlyList<Recommendation>? Recommendations { get; set; }

    public Navigation? Navigation { get; set; }
}
