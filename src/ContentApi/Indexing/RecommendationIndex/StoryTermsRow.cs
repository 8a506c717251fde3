using ContentApi.Data;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A row of the `story_terms` table, except the document number, which the database assigns.</summary>
internal sealed record StoryTermsRow(StoryTerms Story, (int Term, short Impact)[] Postings)
{
    public static readonly RowMapping<StoryTermsRow> Columns = new RowMapping<StoryTermsRow>("story_terms", key: "story_id")
        .Column("story_id", "uuid", row => row.Story.Id)
        .Column("revision", "bigint", row => row.Story.Revision)
        .Column("founder_id", "uuid", row => row.Story.Founder)
        .Column("topics", "uuid[]", row => row.Story.Topics)
        .Column("word_count", "integer", row => row.Story.WordCount)
        .Column("terms", "bytea", row => row.Story.PackedTerms)
        .Column("counts", "bytea", row => row.Story.PackedCounts)
        .Column("other_terms", "bytea", row => row.Story.PackedOtherTerms)
        .Column("title_terms", "integer[]", row => row.Story.TitleTerms)
        .Column("lead_terms", "integer[]", row => row.Story.LeadTerms)
        .Column("norms", "real[]", row => row.Story.Norms)
        .Column("posted_terms", "integer[]", row => Array.ConvertAll(row.Postings, posting => posting.Term))
        .Column("impacts", "smallint[]", row => Array.ConvertAll(row.Postings, posting => posting.Impact))
        .Column("duplicate_of", "uuid", row => row.Story.DuplicateOf);

    /// <summary>
    /// Creates the row of a story. An impact that has hardly changed since the live version keeps its value, so that its posting stays as
    /// it is.
    /// </summary>
    public static StoryTermsRow Create(StoryTerms story, TermStatistics statistics, StoredTerms? stored)
    {
        var storedImpacts = stored?.Postings.ToDictionary(posting => posting.Term, posting => posting.Impact) ?? [];
        return new(story, story.BuildPostings(statistics)
            .Select(posting => storedImpacts.TryGetValue(posting.Term, out var impact) && Math.Abs(impact - posting.Impact) * 20 <= impact ? (posting.Term, impact) : posting)
            .ToArray());
    }
}
