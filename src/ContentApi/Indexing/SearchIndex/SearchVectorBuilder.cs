using ContentApi.Core.Text;
using Npgsql;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>Builds the search vectors of stories and founders.</summary>
internal static class SearchVectorBuilder
{
    /// <summary>Creates the stemmers for documents. Reads the stems of languages other than English through the connection.</summary>
    public static Task<StemmerProvider> CreateStemmers(IEnumerable<StorySearchDocument> documents, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        StemmerProvider.Create(documents.SelectMany(story => GetTexts(story).Select(text => (story.Language, text ?? ""))), connection, cancellationToken);

    public static StorySearchVectors Build(StorySearchDocument story, StemmerProvider stemmers)
    {
        var stem = stemmers.GetStemmer(story.Language);
        var takeaways = story.Takeaways.Select(takeaway => new TsVectorBuilder(stem).Add(takeaway.Statement, 'A').Add(takeaway.Explanation, 'C').Build()).ToArray();
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

        return new(story, vector.Build(), vector.Add(story.Body).Build(), takeaways);
    }

    public static FounderSearchVector Build(FounderSearchDocument founder) =>
        new(founder, new TsVectorBuilder(PorterStemmer.Stem).Add(founder.Name, 'A').Add(founder.Bio).Build());

    private static IEnumerable<string?> GetTexts(StorySearchDocument story) =>
        [story.Title, story.Founder, .. story.Topics, story.Dek, .. story.Takeaways.SelectMany(takeaway => new[] { takeaway.Statement, takeaway.Explanation }), story.Body];
}
