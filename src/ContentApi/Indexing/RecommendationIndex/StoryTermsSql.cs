namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>SQL statements on the stored terms of stories. `v` is a story's row in `story_terms`.</summary>
internal static class StoryTermsSql
{
    /// <summary>The columns that a comparison of stories needs.</summary>
    public static readonly string Columns = """
        v.story_id as Id, v.document_number as DocumentNumber, v.revision as Revision, v.founder_id as Founder, v.topics as Topics, v.word_count as WordCount,
            v.terms as PackedTerms, v.counts as PackedCounts, v.title_terms as TitleTerms, v.lead_terms as LeadTerms, v.norms as Norms, v.duplicate_of as DuplicateOf
        """;

    /// <summary>Promotes the next near-duplicate of the story $1 to canonical.</summary>
    public static readonly string PromoteDuplicate = """
        update story_terms
        set duplicate_of = nullif((select story_id from story_terms where duplicate_of = $1 order by story_id limit 1), story_id)
        where duplicate_of = $1
        """;
}
