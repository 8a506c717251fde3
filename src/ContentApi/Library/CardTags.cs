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

    /// <summary>Returns the tags of one card.</summary>
    public static IEnumerable<string> ForCard(Card? card)
    {
        if (card is not null)
        {
            yield return CacheTag.Story(card.Slug);
            if (card.FounderSlug is not null)
            {
                yield return CacheTag.Founder(card.FounderSlug);
            }
        }
    }
}
