using Npgsql;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>Builds the search vectors of stories and founders in parallel, in the background.</summary>
internal sealed class SearchVectorBuilder
{
    private SearchVectorBuilder(SearchDocumentBatch documents, StemmerProvider stemmers, CancellationToken cancellationToken)
    {
        Documents = documents;
        StoryVectors = documents.Stories.Select(story => Task.Run(() => Build(story, stemmers), cancellationToken)).ToList();
        FounderVectors = documents.Founders.Select(founder => Task.Run(() => Build(founder, stemmers), cancellationToken)).ToList();
    }

    /// <summary>The documents from which the vectors are built.</summary>
    public SearchDocumentBatch Documents { get; }

    public IReadOnlyList<Task<StorySearchVectors>> StoryVectors { get; }

    public IReadOnlyList<Task<FounderSearchVector>> FounderVectors { get; }

    /// <summary>
    /// Starts building the vectors. Before it returns, it reads the stems of languages other than English through the connection.
    /// </summary>
    public static async Task<SearchVectorBuilder> Start(SearchDocumentBatch documents, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        new(documents, await StemmerProvider.Create(documents.Stories.SelectMany(story => GetTexts(story).Select(text => (story.Language, text ?? ""))), connection, cancellationToken), cancellationToken);

    private static IEnumerable<string?> GetTexts(StorySearchDocument story) =>
        [story.Title, story.Founder, .. story.Topics, story.Dek, .. story.Takeaways.SelectMany(takeaway => new[] { takeaway.Statement, takeaway.Explanation }), story.Body];

    private static StorySearchVectors Build(StorySearchDocument story, StemmerProvider stemmers)
    {
        var stem = stemmers.GetStemmer(story.Language);
        var takeaways = story.Takeaways.Select(takeaway => new TsVectorBuilder(stem).Add(takeaway.Statement, 'A').Add(takeaway.Explanation, 'C').ToArray()).ToArray();
        var vector = new TsVectorBuilder(stem).Add(story.Title, 'A').Add(story.Founder, 'B');
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

    private static FounderSearchVector Build(FounderSearchDocument founder, StemmerProvider stemmers) =>
        new(founder, new TsVectorBuilder(stemmers.GetStemmer("en")).Add(founder.Name, 'A').Add(founder.Bio).ToArray());
}
