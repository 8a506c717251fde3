using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Library;

namespace ContentApi.Delivery.Recommendations;

/// <summary>The cache tags of recommendations.</summary>
internal static class RecommendationTags
{
    /// <summary>
    /// Returns the tags of a list of recommendations: those of its cards, and of the library's newest stories if they fill up the list.
    /// </summary>
    /// <remarks>A change of the computed list invalidates the tag of the story to which the list belongs.</remarks>
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
