using ContentApi.Stories;
using Dapper;
using Npgsql;

namespace ContentApi.Authoring;

/// <summary>
/// Writes out anew what is sent of stories (<see cref="FinishedStory"/>), under the lock that publishing takes: after a name on them has
/// changed, or where it was made by another version of the service or under other settings. Until then their columns are read.
/// </summary>
internal sealed class FinishedRows(NpgsqlConnection connection, LibraryOptions options, CancellationToken cancellation)
{
    /// <summary>The stories that are served from their columns.</summary>
    public const string Unfinished = "select s.id from story s where (" + CardSql.IsFinished + ") is not true order by s.id";

    public async Task Put(IReadOnlyList<Guid> ids)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            StoryStore.SelectSql("none", "select unnest(@Ids)"), new { Ids = ids, options.SiteUrl, options.TimeZone }, cancellationToken: cancellation));
        var stories = await StoryStore.ReadStories(results);
        await results.DisposeAsync();

        var finished = stories.ConvertAll(FinishedStory.Of);
        await connection.ExecuteAsync(new CommandDefinition(
            PublisherSql.Finish,
            new
            {
                options.Form,
                Id = stories.ConvertAll(story => story.Id!.Value),
                Card = finished.ConvertAll(story => story.Card),
                Page = finished.ConvertAll(story => story.Page),
            },
            cancellationToken: cancellation));
    }
}
