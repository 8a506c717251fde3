using ContentApi.ChangeLog;
using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>What answers that show stories are made from, as the log calls it.</summary>
internal static class CardTags
{
    /// <summary>Of a list, which may be of a founder's or a topic's stories only.</summary>
    public static string[] ForList(string? founder, string? topic) =>
        topic is not null ? [CacheTag.Topic(topic), CacheTag.Names]
        : founder is not null ? [CacheTag.Founder(founder)]
        : [CacheTag.Stories];

    /// <summary>Of one card.</summary>
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
