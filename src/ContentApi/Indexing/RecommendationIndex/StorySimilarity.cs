using System.Runtime.InteropServices;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>Compares one story with others. The vectors of the one story are prepared once.</summary>
internal sealed class StorySimilarity
{
    /// <summary>The text similarity above which two stories are near-duplicates.</summary>
    public const float NearDuplicate = 0.92f;

    private const int Bits = 64 * 1024;

    private const float SameFounder = 0.05f;
    private const float SharedTopic = 0.04f;

    private readonly StoryTerms story;
    private readonly TermStatistics statistics;
    private readonly Func<Guid, float> topicRarity;
    private readonly Dictionary<int, Entry> entries;

    /// <summary>
    /// A bitmap of the terms that can match, by the low bits of their hashes. It saves the dictionary lookup for most terms of other
    /// stories.
    /// </summary>
    private readonly ulong[] strongOrTitle = new ulong[Bits / 64];

    public StorySimilarity(StoryTerms story, TermStatistics statistics, Func<Guid, float> topicRarity)
    {
        (this.story, this.statistics, this.topicRarity) = (story, statistics, topicRarity);
        entries = new(story.Terms.Length + story.TitleTerms.Length);
        for (var i = 0; i < story.Terms.Length; i++)
        {
            var term = story.Terms[i];
            entries[term] = new(statistics.Rarity(term), StoryTerms.Weight(term, story.Counts[i], story.WordCount, statistics), story.Counts[i], i < StoryTerms.Strongest, false, false);
            strongOrTitle[Word(term)] |= i < StoryTerms.Strongest ? 1ul << term : 0;
        }

        foreach (var term in story.LeadTerms)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, term, out var known);
            entry = (known ? entry : new(statistics.Rarity(term), 0, 0, false, false, false)) with { InLead = true };
        }

        foreach (var term in story.TitleTerms)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, term, out var known);
            entry = (known ? entry : new(statistics.Rarity(term), 0, 0, false, false, true)) with { InTitle = true };
            strongOrTitle[Word(term)] |= 1ul << term;
        }
    }

    public SimilarityFeatures With(StoryTerms other)
    {
        var (text, titleInText, titleCovered) = (0f, 0f, 0f);
        var terms = other.Terms;
        var counts = other.Counts;
        var strongest = Math.Min(terms.Length, StoryTerms.Strongest);
        for (var i = 0; i < strongest; i++)
        {
            if ((strongOrTitle[Word(terms[i])] >> terms[i] & 1) != 0 && entries.TryGetValue(terms[i], out var mine))
            {
                var theirs = StoryTerms.Weight(terms[i], mine.Rarity, counts[i], other.WordCount, statistics);
                text += mine.IsStrong ? mine.Weight * theirs : 0;
                titleInText += mine.InTitle ? mine.Rarity * theirs : 0;
                titleCovered += mine.InTitle ? mine.Rarity : 0;
            }
        }

        // Of the weaker terms, only those in the title count. They are few, so that a search for each one is cheap.
        foreach (var term in story.TitleTerms)
        {
            if (terms[strongest..].IndexOf(term) is >= 0 and var weaker)
            {
                var rarity = entries[term].Rarity;
                titleInText += rarity * StoryTerms.Weight(term, rarity, counts[strongest + weaker], other.WordCount, statistics);
                titleCovered += rarity;
            }
        }

        var (textInTitle, coversTitle, lead) = (0f, 0f, 0f);
        foreach (var term in other.TitleTerms)
        {
            if (entries.TryGetValue(term, out var mine) && mine.Weight > 0)
            {
                textInTitle += mine.Rarity * mine.Weight;
                coversTitle += mine.Rarity;
            }
        }

        foreach (var term in other.LeadTerms)
        {
            lead += entries.TryGetValue(term, out var mine) && mine.InLead ? mine.Rarity * mine.Rarity : 0;
        }

        return new(
            Share(text, story.Text * other.Text),
            Share(lead, story.LeadNorm * other.LeadNorm),
            Share(titleInText, story.TitleNorm * other.Full),
            Share(textInTitle, story.Full * other.TitleNorm),
            Share(titleCovered, story.TitleMass),
            Share(coversTitle, other.TitleMass),
            Bonus(other));
    }

    /// <summary>
    /// Returns the single words that contribute most to the similarity, strongest first. Words that occur only once in each story are left
    /// out.
    /// </summary>
    public IEnumerable<int> SharedTerms(StoryTerms other, int limit)
    {
        List<(int Term, float Weight)> shared = [];
        for (var i = 0; i < Math.Min(other.Terms.Length, StoryTerms.Strongest); i++)
        {
            var (term, count) = (other.Terms[i], other.Counts[i]);
            if (term >= 0 && entries.TryGetValue(term, out var mine) && mine.IsStrong && mine.Count + count > 2 && IsTelling(term))
            {
                shared.Add((term, mine.Weight * StoryTerms.Weight(term, count, other.WordCount, statistics)));
            }
        }

        return shared.OrderByDescending(term => term.Weight).Take(limit).Select(term => term.Term);
    }

    private static int Word(int term) => (term >> 6) & ((Bits / 64) - 1);

    /// <summary>Returns whether a term is rare enough to be shown as a reason.</summary>
    private bool IsTelling(int term) => statistics.Containing(term) <= Math.Max(2, statistics.Stories * 0.4);

    private float Bonus(StoryTerms other)
    {
        var bonus = story.Founder is { } founder && founder == other.Founder ? SameFounder : 0;
        foreach (var topic in other.Topics)
        {
            bonus += story.Topics.Contains(topic) ? SharedTopic * topicRarity(topic) : 0;
        }

        return Math.Min(bonus, 0.2f);
    }

    private static float Share(float sum, float norm) => norm <= 0 ? 0 : Math.Clamp(sum / norm, 0, 1);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(float Rarity, float Weight, int Count, bool IsStrong, bool InLead, bool InTitle);
}
