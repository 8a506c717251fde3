using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Library;

namespace ContentApi.Delivery.Recommendations;

/// <summary>The cache tags of recommendations.</summary>
internal static class RecommendationTags
{
    /// <summary>
    /// Of what is recommended: the cards, and the library's newest stories where they fill up. That the computed list changes moves the
    /// tag of the story whose list it is.
    /// </summary>
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
