using System.Runtime.InteropServices;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>Compares one story with many others. Prepares the vectors of that story only once.</summary>
internal sealed class StorySimilarity
{
    /// <summary>The text similarity above which two stories are near-duplicates.</summary>
    public const float NearDuplicateThreshold = 0.92f;

    private const int BitmapBits = 64 * 1024;

    private const float SameFounderBonus = 0.05f;
    private const float SharedTopicBonus = 0.04f;

    private readonly StoryTerms story;
    private readonly TermStatistics statistics;
    private readonly Func<Guid, float> topicRarity;
    private readonly Dictionary<int, TermEntry> entries;

    /// <summary>
    /// A bitmap of the terms that can match, by the low bits of their hashes. It saves the dictionary lookup for most terms of other
    /// stories.
    /// </summary>
    private readonly ulong[] matchableTerms = new ulong[BitmapBits / 64];

    public StorySimilarity(StoryTerms story, TermStatistics statistics, Func<Guid, float> topicRarity)
    {
        (this.story, this.statistics, this.topicRarity) = (story, statistics, topicRarity);
        entries = new(story.Terms.Length + story.TitleTerms.Length);
        for (var i = 0; i < story.Terms.Length; i++)
        {
            var term = story.Terms[i];
            entries[term] = new(statistics.ComputeIdf(term), StoryTerms.ComputeWeight(term, story.Counts[i], story.WordCount, statistics), story.Counts[i], i < StoryTerms.MaxVectorTerms, false, false);
            matchableTerms[GetBitmapIndex(term)] |= i < StoryTerms.MaxVectorTerms ? 1ul << term : 0;
        }

        foreach (var term in story.LeadTerms)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, term, out var exists);
            entry = (exists ? entry : new(statistics.ComputeIdf(term), 0, 0, false, false, false)) with { InLead = true };
        }

        foreach (var term in story.TitleTerms)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, term, out var exists);
            entry = (exists ? entry : new(statistics.ComputeIdf(term), 0, 0, false, false, true)) with { InTitle = true };
            matchableTerms[GetBitmapIndex(term)] |= 1ul << term;
        }
    }

    /// <summary>Returns the similarity features of the story and another one.</summary>
    public SimilarityFeatures Compare(StoryTerms other)
    {
        var (text, titleInText, titleCoverage) = (0f, 0f, 0f);
        var terms = other.Terms;
        var counts = other.Counts;
        var strongCount = Math.Min(terms.Length, StoryTerms.MaxVectorTerms);
        for (var i = 0; i < strongCount; i++)
        {
            if ((matchableTerms[GetBitmapIndex(terms[i])] >> terms[i] & 1) != 0 && entries.TryGetValue(terms[i], out var entry))
            {
                var otherWeight = StoryTerms.ComputeWeight(terms[i], entry.Idf, counts[i], other.WordCount, statistics);
                text += entry.IsStrong ? entry.Weight * otherWeight : 0;
                titleInText += entry.InTitle ? entry.Idf * otherWeight : 0;
                titleCoverage += entry.InTitle ? entry.Idf : 0;
            }
        }

        // Of the other story's weaker terms, only those in this story's title count. A title is short, so a linear search per term is
        // cheap.
        foreach (var term in story.TitleTerms)
        {
            if (terms[strongCount..].IndexOf(term) is >= 0 and var weakIndex)
            {
                var idf = entries[term].Idf;
                titleInText += idf * StoryTerms.ComputeWeight(term, idf, counts[strongCount + weakIndex], other.WordCount, statistics);
                titleCoverage += idf;
            }
        }

        var (textInTitle, otherTitleCoverage, lead) = (0f, 0f, 0f);
        foreach (var term in other.TitleTerms)
        {
            if (entries.TryGetValue(term, out var entry) && entry.Weight > 0)
            {
                textInTitle += entry.Idf * entry.Weight;
                otherTitleCoverage += entry.Idf;
            }
        }

        foreach (var term in other.LeadTerms)
        {
            lead += entries.TryGetValue(term, out var entry) && entry.InLead ? entry.Idf * entry.Idf : 0;
        }

        return new(
            Normalize(text, story.TextNorm * other.TextNorm),
            Normalize(lead, story.LeadNorm * other.LeadNorm),
            Normalize(titleInText, story.TitleNorm * other.SingleWordNorm),
            Normalize(textInTitle, story.SingleWordNorm * other.TitleNorm),
            Normalize(titleCoverage, story.TitleWeight),
            Normalize(otherTitleCoverage, other.TitleWeight),
            ComputeBonus(other));
    }

    /// <summary>
    /// Returns the single-word terms that contribute most to the similarity, strongest first. Leaves out terms that occur only once in each
    /// story, and terms that are too common to be shown as a reason.
    /// </summary>
    public IEnumerable<int> FindSharedTerms(StoryTerms other, int limit)
    {
        List<(int Term, float Weight)> shared = [];
        for (var i = 0; i < Math.Min(other.Terms.Length, StoryTerms.MaxVectorTerms); i++)
        {
            var (term, count) = (other.Terms[i], other.Counts[i]);
            if (term >= 0 && entries.TryGetValue(term, out var entry) && entry.IsStrong && entry.Count + count > 2 && IsInformative(term))
            {
                shared.Add((term, entry.Weight * StoryTerms.ComputeWeight(term, count, other.WordCount, statistics)));
            }
        }

        return shared.OrderByDescending(term => term.Weight).Take(limit).Select(term => term.Term);
    }

    private static int GetBitmapIndex(int term) => (term >> 6) & ((BitmapBits / 64) - 1);

    /// <summary>Returns whether a term is rare enough to be shown as a reason.</summary>
    private bool IsInformative(int term) => statistics.GetDocumentFrequency(term) <= Math.Max(2, statistics.StoryCount * 0.4);

    private float ComputeBonus(StoryTerms other)
    {
        var bonus = story.Founder is { } founder && founder == other.Founder ? SameFounderBonus : 0;
        foreach (var topic in other.Topics)
        {
            bonus += story.Topics.Contains(topic) ? SharedTopicBonus * topicRarity(topic) : 0;
        }

        return Math.Min(bonus, 0.2f);
    }

    private static float Normalize(float sum, float norm) => norm <= 0 ? 0 : Math.Clamp(sum / norm, 0, 1);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct TermEntry(float Idf, float Weight, int Count, bool IsStrong, bool InLead, bool InTitle);
}
