using ContentApi.Data;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A row of the `term_change` table: the terms that a story gains and loses, to be merged into the `term` table later.</summary>
/// <param name="StoryCount">1 for a new story, -1 for a removed one, 0 for a new version.</param>
/// <param name="WordCount">The change of the number of words.</param>
/// <param name="Added">The terms that the story gains.</param>
/// <param name="Words">A display form of each added term; empty for a word pair.</param>
/// <param name="Removed">The terms that the story loses.</param>
internal sealed record TermChange(short StoryCount, int WordCount, int[] Added, string[] Words, int[] Removed)
{
    public static readonly RowMapping<TermChange> Columns = new RowMapping<TermChange>("term_change")
        .Column("story_count", "smallint", change => change.StoryCount)
        .Column("word_count", "integer", change => change.WordCount)
        .Column("added", "integer[]", change => change.Added)
        .Column("words", "text[]", change => change.Words)
        .Column("removed", "integer[]", change => change.Removed);
}
