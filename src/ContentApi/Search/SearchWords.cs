using Npgsql;

namespace ContentApi.Search;

/// <summary>The vectors that a story is found by.</summary>
/// <param name="Story">The story.</param>
/// <param name="Head">Title, founder, topics, dek and takeaways: what is ranked.</param>
/// <param name="Whole">The same with the body after it.</param>
/// <param name="Takeaways">Of each takeaway, in their order.</param>
internal sealed record StoryWords(FindableStory Story, byte[] Head, byte[] Whole, byte[][] Takeaways);

internal sealed record FounderWords(FindableFounder Founder, byte[] Vector);

/// <summary>The words of stories as search reads them. They are made on all cores, while whoever wants them does other work.</summary>
internal sealed class SearchWords
{
    private SearchWords(FindableStories texts, Stems stems, CancellationToken cancellation)
    {
        Texts = texts;
        Stories = texts.Stories.Select(story => Task.Run(() => Make(story, stems), cancellation)).ToList();
        Founders = texts.Founders.Select(founder => Task.Run(() => Make(founder, stems), cancellation)).ToList();
    }

    /// <summary>What they are the words of.</summary>
    public FindableStories Texts { get; }

    public IReadOnlyList<Task<StoryWords>> Stories { get; }

    public IReadOnlyList<Task<FounderWords>> Founders { get; }

    /// <summary>Begins to make them. The connection is asked for stems of other languages than English, before this returns.</summary>
    public static async Task<SearchWords> Begin(FindableStories texts, NpgsqlConnection connection, CancellationToken cancellation) =>
        new(texts, await Stems.Of(texts.Stories.SelectMany(story => All(story).Select(text => (story.Language, text ?? ""))), connection, cancellation), cancellation);

    private static IEnumerable<string?> All(FindableStory story) =>
        [story.Title, story.Founder, .. story.Topics, story.Dek, .. story.Takeaways.SelectMany(takeaway => new[] { takeaway.Statement, takeaway.Explanation }), story.Body];

    private static StoryWords Make(FindableStory story, Stems stems)
    {
        var stem = stems.For(story.Language);
        var takeaways = story.Takeaways.Select(takeaway => new SearchVector(stem).Add(takeaway.Statement, 'A').Add(takeaway.Explanation, 'C').ToArray()).ToArray();
        var vector = new SearchVector(stem).Add(story.Title, 'A').Add(story.Founder, 'B');
        foreach (var topic in story.Topics)
        {
            vector.Add(topic, 'B');
        }

        vector.Add(story.Dek, 'C');
        foreach (var takeaway in story.Takeaways)
        {
            vector.Add(takeaway.Statement).Add(takeaway.Explanation);
        }

        return new(story, vector.ToArray(), vector.Add(story.Body).ToArray(), takeaways);
    }

    private static FounderWords Make(FindableFounder founder, Stems stems) =>
        new(founder, new SearchVector(stems.For("en")).Add(founder.Name, 'A').Add(founder.Bio).ToArray());
}
