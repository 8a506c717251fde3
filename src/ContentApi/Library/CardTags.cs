using ContentApi.ChangeLog;
using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>The cache tags of responses that contain cards.</summary>
internal static class CardTags
{
    /// <summary>Returns the tags of a list of stories, which may be filtered by founder or topic.</summary>
    public static string[] ForList(string? founderSlug, string? topicSlug) =>
        topicSlug is not null ? [CacheTag.Topic(topicSlug), CacheTag.FounderNames]
        : founderSlug is not null ? [CacheTag.Founder(founderSlug)]
        : [CacheTag.Stories];

    /// <summary>Returns the tags of one card, or none for null.</summary>
    public static string[] ForCard(Card? card) => card is null ? [] : ForCard(card.Slug, card.FounderSlug);

    /// <summary>Returns the tags of the card of a recommendation.</summary>
    public static string[] ForCard(Recommendation recommendation) => ForCard(recommendation.Slug, recommendation.Founder?.Slug);

    private static string[] ForCard(string slug, string? founderSlug) =>
        founderSlug is null ? [CacheTag.Story(slug)] : [CacheTag.Story(slug), CacheTag.Founder(founderSlug)];
}
