using ContentApi.Core.Text;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A story as read from the database, with the columns from which its recommendations are computed.</summary>
internal sealed record ComparableStoryRow
{
    public required Guid Id { get; init; }

    public required long Revision { get; init; }

    public required Guid? Founder { get; init; }

    public required string Title { get; init; }

    public required string? Dek { get; init; }

    public required string Body { get; init; }

    public required Guid[] Topics { get; init; }

    public StoryAttributes Attributes => new(Id, Revision, Founder, Topics);

    public ComparableStory ToComparable(IReadOnlyList<TakeawayText> takeaways) => new(Title, Dek, Body, takeaways);
}
