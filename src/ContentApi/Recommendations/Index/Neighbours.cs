namespace ContentApi.Recommendations.Index;

/// <summary>A story that goes with another one, as the list of that other one has it.</summary>
internal sealed record Neighbour(Guid Story, Guid Target, float Score, string[] Shared, Guid? Takeaway, Guid? TargetTakeaway);

/// <summary>A story's candidates, compared with it and put in order.</summary>
internal sealed class Neighbours
{
    /// <summary>How many recommendations a story's list has: 20 may be asked for, and the mix passes some over.</summary>
    public const int ListLength = 24;

    /// <summary>How many candidates are compared in full. With 200 of them the measured quality is the same (nDCG@4 0.501, odd ids), with 80 nearly so.</summary>
    public const int Candidates = 120;

    /// <summary>By how many of a story's terms candidates are found, and how many of each term's strongest stories are looked at.</summary>
    public const int QueryTerms = 40;
    public const int PostingsPerTerm = 300;

    /// <summary>Of how many, the best, lessons are compared.</summary>
    public const int WithLessons = 40;

    /// <summary>What two stories with the same lesson gain.</summary>
    private const float SameLesson = 0.1f;

    /// <summary>Below it a score means that nothing was found.</summary>
    private const float Least = 0.01f;

    private const int SharedTerms = 5;

    private readonly Similarity similarity;
    private readonly StoryTerms story;
    private readonly List<(StoryTerms Other, Fit Fit)> ranked;

    public Neighbours(StoryTerms story, IEnumerable<StoryTerms> candidates, TermStatistics statistics, Func<Guid, float> topicRarity)
    {
        this.story = story;
        similarity = new(story, statistics, topicRarity);
        ranked = candidates.Where(other => other.Id != story.Id).Select(other => (Other: other, Fit: similarity.With(other))).OrderByDescending(pair => pair.Fit.Score).ThenBy(pair => pair.Other.Id).ToList();
    }

    public IEnumerable<Guid> All => ranked.Select(pair => pair.Other.Id);

    /// <summary>The candidates whose lessons matter for the order.</summary>
    public IEnumerable<Guid> Best => ranked.Take(WithLessons).Select(pair => pair.Other.Id);

    /// <summary>The first of the stories that tell the same as this one, or null when that is this one.</summary>
    public Guid? DuplicateOf() =>
        Same.Select(other => other.DuplicateOf ?? other.Id).Where(other => other.CompareTo(story.Id) < 0).Order().Select(other => (Guid?)other).FirstOrDefault();

    /// <summary>The stories that tell the same as this one and come after it.</summary>
    public IEnumerable<Guid> Copies() => Same.Select(other => other.Id).Where(other => other.CompareTo(story.Id) > 0);

    /// <summary>The story's own list.</summary>
    public List<Neighbour> List(LessonIndex lessons, Func<int, string> written) =>
        Scored(lessons)
            .Where(pair => pair.Score >= Least)
            .OrderByDescending(pair => pair.Score)
            .ThenBy(pair => pair.Other.Id)
            .Take(ListLength)
            .Select(pair => new Neighbour(story.Id, pair.Other.Id, pair.Score, Shared(pair.Other, written), pair.Match?.Mine, pair.Match?.Theirs))
            .ToList();

    /// <summary>The lists of others that the story enters: <paramref name="last"/> says what a list's last one scores, 0 where there is room.</summary>
    public List<Neighbour> Entries(LessonIndex lessons, Func<int, string> written, Func<Guid, float> last) =>
        Scored(lessons)
            .Where(pair => pair.Reverse >= Least && pair.Reverse > last(pair.Other.Id))
            .Select(pair => new Neighbour(pair.Other.Id, story.Id, pair.Reverse, Shared(pair.Other, written), pair.Match?.Theirs, pair.Match?.Mine))
            .ToList();

    /// <summary>The comparison with the only candidate.</summary>
    public (Fit Fit, float Lesson, Neighbour Neighbour) Compare(LessonIndex lessons, Func<int, string> written)
    {
        var (other, score, _, match) = Scored(lessons).Single();
        return (ranked[0].Fit, (match?.Similarity ?? 0) * SameLesson, new(story.Id, other.Id, score, Shared(other, written), match?.Mine, match?.Theirs));
    }

    private IEnumerable<StoryTerms> Same => ranked.Where(pair => pair.Fit.Text > Similarity.NearDuplicate).Select(pair => pair.Other);

    private IEnumerable<(StoryTerms Other, float Score, float Reverse, LessonMatch? Match)> Scored(LessonIndex lessons) =>
        ranked.Select((pair, i) =>
        {
            var match = i < WithLessons ? lessons.Match(story.Id, pair.Other.Id) : null;
            var bonus = (match?.Similarity ?? 0) * SameLesson;
            return (pair.Other, Raise(pair.Fit.Score, bonus), Raise(pair.Fit.Reverse, bonus), match);
        });

    private string[] Shared(StoryTerms other, Func<int, string> written) =>
        similarity.SharedTerms(other, SharedTerms).Select(written).Where(word => word.Length > 2 || word.Any(c => c > 127)).Distinct().ToArray();

    private static float Raise(float score, float bonus) => 1 - ((1 - score) * (1 - bonus));
}

/// <summary>Two lessons that say the same, and how nearly.</summary>
internal sealed record LessonMatch(Guid Mine, Guid Theirs, float Similarity);

/// <summary>The lessons of stories, to find those that say the same.</summary>
internal sealed class LessonIndex
{
    /// <summary>Less than this is not the same lesson.</summary>
    private const float Least = 0.2f;

    private readonly ILookup<Guid, Lesson> byStory;

    private LessonIndex(ILookup<Guid, Lesson> byStory) => this.byStory = byStory;

    public static LessonIndex Of(IEnumerable<(Guid Story, Guid Id, int[] Terms)> lessons, TermStatistics statistics) =>
        new(lessons.Select(lesson => (lesson.Story, Lesson: Lesson.Of(lesson.Id, lesson.Terms, statistics))).ToLookup(pair => pair.Story, pair => pair.Lesson));

    public static int[] Terms(TakeawayText takeaway) => TermReader.Singles(takeaway.All).Distinct().Order().ToArray();

    /// <summary>The lesson of the second story that is nearest to one of the first, or null.</summary>
    public LessonMatch? Match(Guid story, Guid other)
    {
        LessonMatch? best = null;
        foreach (var mine in byStory[story])
        {
            foreach (var theirs in byStory[other])
            {
                if (mine.Similarity(theirs) is var similarity && similarity >= Math.Max(Least, best?.Similarity ?? 0))
                {
                    best = new(mine.Id, theirs.Id, similarity);
                }
            }
        }

        return best;
    }
}

/// <summary>The terms of a takeaway in order, with their rarity.</summary>
internal sealed record Lesson(Guid Id, int[] Terms, float[] Weights, float Norm)
{
    public static Lesson Of(Guid id, int[] terms, TermStatistics statistics)
    {
        var weights = Array.ConvertAll(terms, statistics.Rarity);
        return new(id, terms, weights, MathF.Sqrt(weights.Sum(weight => weight * weight)));
    }

    /// <summary>The cosine, from 0 to 1.</summary>
    public float Similarity(Lesson other)
    {
        var (sum, i, j) = (0f, 0, 0);
        while (i < Terms.Length && j < other.Terms.Length)
        {
            if (Terms[i] == other.Terms[j])
            {
                sum += Weights[i++] * other.Weights[j++];
            }
            else if (Terms[i] < other.Terms[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return sum == 0 ? 0 : sum / (Norm * other.Norm);
    }
}
