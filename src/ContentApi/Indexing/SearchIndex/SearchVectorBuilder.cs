using Npgsql;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>The search vectors of a story.</summary>
/// <param name="Story">The story.</param>
/// <param name="Head">The vector used for ranking: title, founder, topics, dek and takeaways.</param>
/// <param name="Whole">The vector used for matching: the head, followed by the body.</param>
/// <param name="Takeaways">The vector of each takeaway, in their order.</param>
internal sealed record StorySearchVectors(StorySearchDocument Story, byte[] Head, byte[] Whole, byte[][] Takeaways);

internal sealed record FounderSearchVector(FounderSearchDocument Founder, byte[] Vector);

/// <summary>Builds the search vectors of stories and founders in parallel, in the background.</summary>
internal sealed class SearchVectorBuilder
{
    private SearchVectorBuilder(SearchDocumentBatch texts, StemmerProvider stems, CancellationToken cancellationToken)
    {
        Texts = texts;
        Stories = texts.Stories.Select(story => Task.Run(() => Make(story, stems), cancellationToken)).ToList();
        Founders = texts.Founders.Select(founder => Task.Run(() => Make(founder, stems), cancellationToken)).ToList();
    }

    /// <summary>The documents from which the vectors are built.</summary>
    public SearchDocumentBatch Texts { get; }

    public IReadOnlyList<Task<StorySearchVectors>> Stories { get; }

    public IReadOnlyList<Task<FounderSearchVector>> Founders { get; }

    /// <summary>
    /// Starts building the vectors. Before it returns, it reads the stems of languages other than English through the connection.
    /// </summary>
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
