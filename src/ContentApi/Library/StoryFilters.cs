using ContentApi.ChangeLog;
using Dapper;

namespace ContentApi.Library;

/// <summary>Composes the `from` and `where` clauses of a list from the filters of a request.</summary>
/// <remarks>A single statement for all combinations, with `(@founder is null or …)`, would scan the table under a generic plan.</remarks>
internal sealed class StoryFilters
{
    private readonly List<string> conditions = ["true"];

    public StoryFilters(string? founderSlug, string? topicSlug, DynamicParameters parameters)
    {
        Parameters = parameters;
        if (topicSlug is not null)
        {
            // `story_topic` repeats the sort key, so that a page of a topic is one index scan.
            (FromClause, DateColumn, IdColumn) = ("from story_topic join story s on s.id = story_topic.story_id", "story_topic.published_at", "story_topic.story_id");
            AddCondition($"story_topic.topic_id = {RedirectSql.FindId(LibraryChangeKind.Topic, "@Topic")}", "Topic", topicSlug);
        }

        if (founderSlug is not null)
        {
            AddCondition($"s.founder_id = {RedirectSql.FindId(LibraryChangeKind.Founder, "@Founder")}", "Founder", founderSlug);
        }
    }

    public DynamicParameters Parameters { get; }

    public string FromClause { get; } = "from story s";

    /// <summary>The column with the publication date in the index that the filter uses.</summary>
    public string DateColumn { get; } = "s.published_at";

    /// <summary>The column with the story's id in the index that the filter uses.</summary>
    public string IdColumn { get; } = "s.id";

    public string WhereClause => string.Join(" and ", conditions);

    /// <summary>Adds a filter on a story, by its current or a former slug.</summary>
    public void AddStoryCondition(string slug) =>
        AddCondition($"s.id = {SelectIdSql("@Story")}", "Story", slug);

    /// <summary>Returns the subquery that selects the id of the published story with a current or former slug.</summary>
    public static string SelectIdSql(string slugParameter) =>
        $"(select coalesce((select id from story where slug = {slugParameter}), (select story_id from slug_alias where slug = {slugParameter})))";

    public void AddCondition(string condition, string parameter, object? value)
    {
        conditions.Add(condition);
        Parameters.Add(parameter, value);
    }
}
