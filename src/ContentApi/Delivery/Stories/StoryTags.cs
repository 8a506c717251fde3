using ContentApi.ChangeLog;
using ContentApi.Delivery.Recommendations;
using ContentApi.Library;

namespace ContentApi.Delivery.Stories;

/// <summary>The cache tags of a story's page.</summary>
internal static class StoryTags
{
    /// <summary>Returns the tags of a story's page.</summary>
    public static string[] ForPage(StoryPage page)
    {
        HashSet<string> tags = [CacheTag.Story(page.Slug)];
        if (page.FounderSlug is { } founder)
        {
            tags.Add(CacheTag.Founder(founder));
        }

        if (page.Recommendations is { } recommendations)
        {
            tags.UnionWith(RecommendationTags.ForList(recommendations));
        }

        if (page.Navigation is { } navigation)
        {
            // When another story becomes the previous or next one, that change invalidates the founder's tag, which was added above.
            tags.UnionWith(CardTags.ForCard(navigation.Previous));
            tags.UnionWith(CardTags.ForCard(navigation.Next));
        }

        return [.. tags];
    }
}
