using ContentApi.Core.Model;

namespace ContentApi.Delivery.Recommendations;

/// <summary>A computed recommendation as read from the database.</summary>
internal sealed record ComputedRecommendationRow : Card
{
    public required float? Score { get; init; }

    public required string[] SharedTerms { get; init; }

    public required Guid? DuplicateOf { get; init; }

    /// <summary>The takeaway of the story being read that is similar to <see cref="TargetTakeawayId"/>.</summary>
    public required Guid? TakeawayId { get; init; }

    public required string? Statement { get; init; }

    public required Guid? TargetTakeawayId { get; init; }

    public required string? TargetStatement { get; init; }

    /// <summary>Slug of the story in the reading history with which this story is recommended; null without a history.</summary>
    public required string? Read { get; init; }

    public required bool IsSameFounder { get; init; }

    /// <summary>Id, slug and name of each shared topic, separated by line breaks.</summary>
    public required string[] SharedTopics { get; init; }

    public Recommendation ToRecommendation() =>
        Recommendation.From(this, RecommendationSource.Computed, BuildReasons(), Score is { } score ? Math.Round(score, 4) : null, DuplicateOf);

    public IReadOnlyList<Reason> BuildReasons()
    {
        List<Reason> reasons = [];
        if (Read is not null)
        {
            reasons.Add(new() { Kind = ReasonKind.Read, Story = Read });
        }

        if (IsSameFounder)
        {
            reasons.Add(new() { Kind = ReasonKind.SameFounder, Founder = Founder });
        }

        if (TakeawayId is { } takeawayId && TargetTakeawayId is { } targetTakeawayId)
        {
            reasons.Add(new() { Kind = ReasonKind.SimilarTakeaway, Takeaways = [new() { Id = takeawayId, Statement = Statement! }, new() { Id = targetTakeawayId, Statement = TargetStatement! }] });
        }

        if (SharedTopics.Length > 0)
        {
            var topics = SharedTopics.Select(topic => topic.Split('\n', 3)).Select(topic => new TopicReference { Id = Guid.Parse(topic[0]), Slug = topic[1], Name = topic[2] }).ToList();
            reasons.Add(new() { Kind = ReasonKind.SharedTopic, Topics = topics });
        }

        if (SharedTerms.Length > 0)
        {
            reasons.Add(new() { Kind = ReasonKind.SharedTerms, Terms = SharedTerms });
        }

        return reasons.Count > 0 ? reasons : [new() { Kind = ReasonKind.Recent }];
    }
}
