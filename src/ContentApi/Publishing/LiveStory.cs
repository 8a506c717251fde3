namespace ContentApi.Publishing;

/// <summary>A published story.</summary>
internal sealed record LiveStory
{
    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public required long Revision { get; init; }

    public required Guid? FounderId { get; init; }

    /// <summary>Gets the current and former slugs of the founder.</summary>
    public required string[] FounderSlugs { get; init; }

    /// <summary>Gets the current and former slugs of the topics.</summary>
    public required string[] TopicSlugs { get; init; }

    /// <summary>Gets the number of the story's entry in the recommendation index; null without entry.</summary>
    public required int? DocumentNumber { get; init; }

    /// <summary>Gets the revision of the story that is in the recommendation index.</summary>
    public required long? IndexedRevision { get; init; }

    /// <summary>Gets the slugs of the stories whose recommendation lists contain the story.</summary>
    public required string[] ListedBy { get; init; }
}
