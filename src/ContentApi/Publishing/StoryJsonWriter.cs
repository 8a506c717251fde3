using ContentApi.Core.Model;
using ContentApi.Library;
using Dapper;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// Stores the pre-serialized JSON (<see cref="StoryJson"/>) of stories that are not being published, under the publishing lock. A story
/// without current JSON (<see cref="CardSql.HasCurrentJson"/>) is served from its rows.
/// </summary>
internal sealed class StoryJsonWriter(NpgsqlConnection connection, LibraryOptions options, CancellationToken cancellationToken)
{
    /// <summary>Selects the ids of the stories without current JSON.</summary>
    public static readonly string SelectWithoutCurrentJson = $"select s.id from story s where ({CardSql.HasCurrentJson}) is not true order by s.id";

    /// <summary>Writes the JSON of stories in their current state.</summary>
    public async Task Write(Guid[] ids)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            StoryComposer.SelectSql(BodyFormat.None, "select unnest(@Ids)"), new { Ids = ids, options.SiteUrl, options.TimeZone }, commandTimeout: 300, cancellationToken: cancellationToken));
        var stories = await StoryComposer.Read(results);
        await results.DisposeAsync();

        var rendered = stories.ConvertAll(StoryJson.Render);
        await connection.ExecuteAsync(new CommandDefinition(
            PublisherSql.SaveStoryJson,
            new
            {
                options.FormatVersion,
                Id = stories.ConvertAll(story => story.Id),
                CardJson = rendered.ConvertAll(story => story.Card),
                PageJson = rendered.ConvertAll(story => story.Page),
                FounderSlug = rendered.ConvertAll(story => story.FounderSlug),
            },
            commandTimeout: 300,
            cancellationToken: cancellationToken));
    }
}
