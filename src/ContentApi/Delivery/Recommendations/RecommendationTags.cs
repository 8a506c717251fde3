using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Library;

namespace ContentApi.Delivery.Recommendations;

/// <summary>The cache tags of recommendations.</summary>
internal static class RecommendationTags
{
    /// <summary>
    /// Returns the tags of a list of recommendations: <see cref="CacheTag.Recommendations"/>, the tags of its cards, and
    /// <see cref="CacheTag.Stories"/> if a new story may fill up the list.
    /// </summary>
    /// <remarks>
    /// The caller adds the tag of the story to which the list belongs. A change of the computed list invalidates that tag.
    /// </remarks>
    public static HashSet<string> ForList(IReadOnlyList<Recommendation> recommendations)
    {
        HashSet<string> tags = [CacheTag.Recommendations, .. recommendations.SelectMany(CardTags.ForCard)];
        if (recommendations.Count < RecommendationStore.DefaultLimit || recommendations.Any(card => card.IsFallback))
        {
            tags.Add(CacheTag.Stories);
        }

        return tags;
    }
}
