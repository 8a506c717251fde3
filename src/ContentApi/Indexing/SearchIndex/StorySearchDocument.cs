namespace ContentApi.Indexing.SearchIndex;

/// <summary>The searchable content of a story.</summary>
internal sealed record StorySearchDocument
{
    public required Guid Id { get; init; }

    public required DateTime PublishedAt { get; init; }

    public required Guid? FounderId { get; init; }

    public required Guid[] TopicIds { get; init; }

    public required string Title { get; init; }

    public required string? Dek { get; init; }

    public required string Body { get; init; }

    public required string Language { get; init; }

    public required string? Founder { get; init; }

    public required string[] Topics { get; init; }

    public IReadOnlyList<TakeawaySearchDocument> Takeaways { get; init; } = [];
}
