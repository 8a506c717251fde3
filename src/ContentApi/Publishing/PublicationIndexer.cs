using ContentApi.ChangeLog;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Indexing.SearchIndex;
using Dapper;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>Updates the search index and the recommendation lists inside the publishing transaction.</summary>
internal sealed class PublicationIndexer(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    /// <summary>
    /// Removes withdrawn stories from the indexes, before their rows are deleted, and adds the stories whose lists they leave to the cache
    /// tags of the revision.
    /// </summary>
    public async Task Forget(List<ChangeRow> log)
    {
        foreach (var (i, change) in log.Index().Where(row => row.Item is { Kind: "story", Operation: "withdrawn" }).ToList())
        {
            await new SearchIndexWriter(connection, cancellationToken).Remove(change.Id);
            var left = await new RecommendationIndexWriter(connection, cancellationToken).Remove(change.Id);
            log[i] = change with { Tags = [.. change.Tags.Union(left.Select(CacheTag.Story), StringComparer.Ordinal)] };
        }
    }

    /// <summary>
    /// Starts building the search vectors of published stories while their rows are written, so that nothing has to be read back.
    /// </summary>
    public Task<SearchVectorBuilder> Begin(PublicationBatch rows, PublicationContext before)
    {
        var founders = rows.Founders.Values.UnionBy(before.Founders.Values, founder => founder.Id).ToDictionary(founder => founder.Id);
        var topics = before.Topics.Values.ToDictionary(topic => topic.Id);
        var stories = rows.Stories.ConvertAll(story => new StorySearchDocument
        {
            Id = story.Id,
            PublishedAt = story.PublishedAt,
            FounderId = story.Founder,
            TopicIds = [.. story.Topics],
            Title = story.Projection.Document.Title,
            Dek = story.Projection.Document.Dek,
            Body = story.Projection.PlainText,
            Language = story.Projection.Document.Language ?? "en",
            Founder = story.Founder is { } founder ? founders[founder].Name : null,
            Topics = story.Topics.Select(topic => topics[topic].Name).ToArray(),
            Takeaways = story.Projection.Document.Takeaways.Select(takeaway => new TakeawaySearchDocument(takeaway.Id!.Value, takeaway.Statement, takeaway.Explanation)).ToList(),
        });
        return SearchVectorBuilder.Begin(
            new(
                stories,
                stories.Select(story => story.FounderId).OfType<Guid>().Distinct().Select(id => new FounderSearchDocument(id, founders[id].Name, founders[id].Bio)).ToList(),
                stories.SelectMany(story => story.TopicIds).Distinct().Select(id => new TopicSearchDocument(id, topics[id].Name)).ToList()),
            connection,
            cancellationToken);
    }

    /// <summary>
    /// Indexes published stories after their rows are written, and adds the stories whose lists change to the cache tags of the revision.
    /// </summary>
    public async Task Put(PublicationBatch rows, SearchVectorBuilder words)
    {
        await new SearchIndexWriter(connection, cancellationToken).Put(words);
        if (rows.ListsLater)
        {
            return;
        }

        var index = new RecommendationIndexWriter(connection, cancellationToken);
        if (rows.Stories.Count > 0 && await index.IsSmall())
        {
            await AddTags(rows.Stories[0], await index.PutAll());
            return;
        }

        foreach (var story in rows.Stories)
        {
            await AddTags(story, await index.Put(story.Id));
        }
    }

    private Task<int> AddTags(StoryRow story, IEnumerable<string> changedLists) => connection.ExecuteAsync(new CommandDefinition(
        PublisherSql.AddTags, new { story.Id, story.Revision, tags = changedLists.Select(CacheTag.Story).ToArray() }, cancellationToken: cancellationToken));

    /// <summary>
    /// Reindexes changed founders and returns the stories that were indexed again: the name of a founder is part of the search document of
    /// each of the founder's stories.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> PutFounders(PublicationContext before, IEnumerable<ChangeRow> log)
    {
        // A founder created in this transaction has no older stories.
        var changed = log.Where(row => row is { Kind: "founder", Operation: "updated" }).Select(row => before.Founders.GetValueOrDefault(row.Slug)).OfType<FounderRow>().Distinct().ToList();
        if (changed.Count == 0)
        {
            return [];
        }

        var stories = await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            select s.id
            from unnest(@Id, @Name) as before (id, name)
            join founder f on f.id = before.id and f.name <> before.name
            join story s on s.founder_id = f.id
            union
            (select distinct on (founder_id) id from story where founder_id = any(@Id))
            """,
            new { Id = changed.ConvertAll(founder => founder.Id), Name = changed.ConvertAll(founder => founder.Name) },
            cancellationToken: cancellationToken));
        foreach (var some in stories.Chunk(Publisher.BatchSize))
        {
            await new SearchIndexWriter(connection, cancellationToken).Put(some);
        }

        return stories.AsList();
    }
}
