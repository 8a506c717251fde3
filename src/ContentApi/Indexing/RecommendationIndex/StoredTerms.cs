using System.Runtime.InteropServices;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>The stored terms and postings of the live version of a story, which a new version replaces.</summary>
internal sealed record StoredTerms
{
    /// <summary>Selects the stored terms of the stories @Ids.</summary>
    public const string SelectSql = """
        select story_id as StoryId, revision as Revision, document_number as DocumentNumber, word_count as WordCount, terms || other_terms as PackedTerms, posted_terms as PostedTerms,
          impacts as Impacts
        from story_terms
        where story_id = any(@Ids);

        """;

    public required Guid StoryId { get; init; }

    public required long Revision { get; init; }

    public required int DocumentNumber { get; init; }

    public required int WordCount { get; init; }

    public required byte[] PackedTerms { get; init; }

    public required int[] PostedTerms { get; init; }

    public required short[] Impacts { get; init; }

    public IEnumerable<(int Term, short Impact)> Postings => PostedTerms.Zip(Impacts);

    public int[] UnpackTerms() => MemoryMarshal.Cast<byte, int>(PackedTerms).ToArray();
}
