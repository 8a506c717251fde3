using ContentApi.Core.Model;
using Dapper;

namespace ContentApi.Library;

/// <summary>Composes stories from the rows of the library: the story, its topics, takeaways, rights and corrections.</summary>
internal static class StoryComposer
{
    private static readonly string StoryColumns = $"""
        {CardSql.Columns},
            s.word_count as WordCount,
            coalesce(s.canonical_url, @SiteUrl || '/stories/' || s.slug) as CanonicalUrl
        """;

    /// <summary>The SQL columns of the body, by body format.</summary>
    public static readonly IReadOnlyDictionary<BodyFormat, string> BodyColumns = new Dictionary<BodyFormat, string>
    {
        [BodyFormat.Blocks] = ", convert_to(s.sections::text, 'UTF8') as Sections",
        [BodyFormat.Html] = $", '{TextFormat.Html.GetName()}' as BodyFormat, s.html as BodyContent",
        [BodyFormat.Markdown] = $", '{TextFormat.Markdown.GetName()}' as BodyFormat, s.markdown as BodyContent",
        [BodyFormat.Text] = $", '{TextFormat.Text.GetName()}' as BodyFormat, s.plain_text as BodyContent",
        [BodyFormat.None] = "",
    };

    /// <summary>
    /// Returns the statements that select the stories whose ids <paramref name="idsSql"/> selects, for <see cref="Read"/>.
    /// </summary>
    public static string SelectSql(BodyFormat body, string idsSql) =>
        $"""
        select {StoryColumns}{BodyColumns[body]}
        {CardSql.From}
        where s.id in ({idsSql});

        {StoryTopicRow.SelectSql(idsSql)}{TakeawayRow.SelectSql(idsSql)}{RightsRow.SelectSql(idsSql)}{CorrectionRow.SelectSql(idsSql)}
        """;

    /// <summary>Reads the results of <see cref="SelectSql"/>.</summary>
    public static async Task<List<Story>> Read(SqlMapper.GridReader results)
    {
        var stories = (await results.ReadAsync<Story>()).AsList();
        var topics = await StoryTopicRow.Read(results);
        var takeaways = await TakeawayRow.Read(results);
        var rights = await RightsRow.Read(results);
        var corrections = await CorrectionRow.Read(results);
        foreach (var story in stories)
        {
            story.Topics = topics[story.Id].ToList();
            story.Takeaways = takeaways[story.Id].ToList();
            story.Rights = rights[story.Id];
            (story.Corrections, story.CorrectionCount) = CorrectionRow.ToCorrections(corrections[story.Id]);
        }

        return stories;
    }
}
