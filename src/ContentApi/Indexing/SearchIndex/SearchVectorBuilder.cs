using Npgsql;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>The vectors that a story is found by.</summary>
/// <param name="Story">The story.</param>
/// <param name="Head">Title, founder, topics, dek and takeaways: what is ranked.</param>
/// <param name="Whole">The same with the body after it.</param>
/// <param name="Takeaways">Of each takeaway, in their order.</param>
internal sealed record StorySearchVectors(StorySearchDocument Story, byte[] Head, byte[] Whole, byte[][] Takeaways);

internal sealed record FounderSearchVector(FounderSearchDocument Founder, byte[] Vector);

/// <summary>The words of stories as search reads them. They are made on all cores, while whoever wants them does other work.</summary>
internal sealed class SearchVectorBuilder
{
    private SearchVectorBuilder(SearchDocumentBatch texts, StemmerProvider stems, CancellationToken cancellationToken)
    {
        Texts = texts;
        Stories = texts.Stories.Select(story => Task.Run(() => Make(story, stems), cancellationToken)).ToList();
        Founders = texts.Founders.Select(founder => Task.Run(() => Make(founder, stems), cancellationToken)).ToList();
    }

    /// <summary>What they are the words of.</summary>
    public SearchDocumentBatch Texts { get; }

    public IReadOnlyList<Task<StorySearchVectors>> Stories { get; }

    public IReadOnlyList<Task<FounderSearchVector>> Founders { get; }

    /// <summary>Begins to make them. The connection is asked for stems of other languages than English, before this returns.</summary>
    public static async Task<SearchVectorBuilder> Begin(SearchDocumentBatch texts, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        new(texts, await StemmerProvider.Create(texts.Stories.SelectMany(story => All(story).Select(text => (story.Language, text ?? ""))), connection, cancellationToken), cancellationToken);

    private static IEnumerable<string?> All(StorySearchDocument story) =>
        [story.Title, story.Founder, .. story.Topics, story.Dek, .. story.Takeaways.SelectMany(takeaway => new[] { takeaway.Statement, takeaway.Explanation }), story.Body];

    private static StorySearchVectors Make(StorySearchDocument story, StemmerProvider stems)
    {
        var stem = stems.For(story.Language);
        var takeaways = story.Takeaways.Select(takeaway => new TextSearchVector(stem).Add(takeaway.Statement, 'A').Add(takeaway.Explanation, 'C').ToArray()).ToArray();
        var vector = new TextSearchVector(stem).Add(story.Title, 'A').Add(story.Founder, 'B');
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

    private static FounderSearchVector Make(FounderSearchDocument founder, StemmerProvider stems) =>
        new(founder, new TextSearchVector(stems.For("en")).Add(founder.Name, 'A').Add(founder.Bio).ToArray());
}
