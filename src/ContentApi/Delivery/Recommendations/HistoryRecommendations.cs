using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Delivery.Recommendations;

/// <summary>Recommendations for a reading history.</summary>
public sealed record HistoryRecommendations
{
    /// <summary>The recommended stories, best first.</summary>
    [MaxLength(RecommendationStore.MaxLimit)]
    public required IReadOnlyList<Recommendation> Items { get; init; }

    /// <summary>The slugs of the history that no published story has or had, in the requested order: withdrawn (410) or unknown (404).</summary>
    [MaxLength(50)]
    public required IReadOnlyList<MissingStory> Missing { get; init; }
}
