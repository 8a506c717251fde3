using ContentApi.Indexing.SearchIndex;
using ContentApi.Library;
using Dapper;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>Updates the search documents of founders, and the search documents and the JSON of their stories.</summary>
internal sealed class FounderIndexer(NpgsqlConnection connection, LibraryOptions options, CancellationToken cancellationToken)
{
    /// <summary>
    /// Updates the stories of founders whose names changed, except stories that the same transaction writes. Updates the search documents
    /// of founders that changed, if they have stories.
    /// </summary>
    public async Task Update(IEnumerable<(FounderRow Founder, FounderRow Previous)> changes, IEnumerable<Guid> writtenStoryIds)
    {
        var changed = changes.ToList();
        if (changed.Count == 0)
        {
            return;
        }

        var storyIds = (await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            select id from story where founder_id = any(@Renamed) and id <> all(@Written)
            union
            (select distinct on (founder_id) id from story where founder_id = any(@Changed))
            """,
            new
            {
                Renamed = changed.Where(change => change.Founder.Name != change.Previous.Name).Select(change => change.Founder.Id).ToArray(),
                Changed = changed.ConvertAll(change => change.Founder.Id),
                Written = writtenStoryIds.ToArray(),
            },
            commandTimeout: 300,
            cancellationToken: cancellationToken))).AsList();
        foreach (var chunk in storyIds.Chunk(Publisher.BatchSize))
        {
            await new SearchIndexWriter(connection, cancellationToken).Index(chunk);
            await new StoryJsonWriter(connection, options, cancellationToken).Write(chunk);
        }
    }
}
