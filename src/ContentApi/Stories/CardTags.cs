using ContentApi.Recommendations;
using ContentApi.Revisions;

namespace ContentApi.Stories;

/// <summary>What answers that show stories are made from, as the log calls it.</summary>
internal static class CardTags
{
    /// <summary>Of a list, which may be of a founder's or a topic's stories only.</summary>
    public static string[] OfList(string? founder, string? topic) =>
        topic is not null ? [Tag.Topic(topic), Tag.Names]
        : founder is not null ? [Tag.Founder(founder)]
        : [Tag.Stories];

    /// <summary>Of a story's page.</summary>
    public static string[] OfPage(StoryPage page)
    {
        HashSet<string> tags = [Tag.Story(page.Slug)];
        if (FinishedStory.FounderOf(page.Finished) is { } founder)
        {
            tags.Add(Tag.Founder(founder));
        }

        if (page.Recommendations is { } recommendations)
        {
            tags.UnionWith(Of(recommendations));
        }

        if (page.Navigation is { } navigation)
        {
            // Which stories these are follows from the founder's, whose tag is there.
            tags.UnionWith(Of(navigation.Previous));
            tags.UnionWith(Of(navigation.Next));
        }

        return [.. tags];
    }

    /// <summary>
    /// Of what is recommended: the cards, and the library's newest stories where they fill up. That the computed list changes moves the
    /// tag of the story whose list it is.
    /// </summary>
    public static HashSet<string> Of(IReadOnlyList<Recommendation> recommendations)
    {
        HashSet<string> tags = [Tag.Recommendations, .. recommendations.SelectMany(Of)];
        if (recommendations.Count < RecommendationStore.DefaultLimit || recommendations.Any(card => card.FillsUp))
        {
            tags.Add(Tag.Stories);
        }

        return tags;
    }

    /// <summary>Of one card.</summary>
    public static IEnumerable<string> Of(Card? card)
    {
        if (card is not null)
        {
            yield return Tag.Story(card.Slug);
            if (card.FounderSlug is not null)
            {
                yield return Tag.Founder(card.FounderSlug);
            }
        }
    }
}
