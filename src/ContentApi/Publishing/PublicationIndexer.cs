using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Indexing.SearchIndex;
using Dapper;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>Updates the search index and the recommendation lists inside the publishing transaction.</summary>
internal sealed class PublicationIndexer(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    /// <summary>
    /// Removes withdrawn stories from the suggestions and the recommendation lists. Adds the stories whose lists contained them to the
    /// cache tags of the withdrawal. Call it before the rows of the stories are deleted; their search documents are deleted by cascade.
    /// </summary>
    public async Task RemoveWithdrawn(List<ChangeRow> changes)
    {
        foreach (var (i, change) in changes.Index().Where(row => row.Item is { Kind: LibraryChangeKind.Story, Operation: LibraryChangeOperation.Withdrawn }).ToList())
        {
            await new SearchIndexWriter(connection, cancellationToken).RemoveSuggestions(change.Id);
            var affectedSlugs = await new RecommendationIndexWriter(connection, cancellationToken).Remove(change.Id);
            changes[i] = change with { Tags = [.. change.Tags.Union(affectedSlugs.Select(CacheTag.Story), StringComparer.Ordinal)] };
        }
    }

    /// <summary>
    /// Starts building the search vectors of published stories while their rows are written, so that the stories are not read back from the
    /// database.
    /// </summary>
    public Task<SearchVectorBuilder> StartBuildingVectors(PublicationBatch batch, PublicationContext context)
    {
        var founders = batch.Founders.Values.UnionBy(context.Founders.Values, founder => founder.Id).ToDictionary(founder => founder.Id);
        var topics = context.Topics.Values.ToDictionary(topic => topic.Id);
        var stories = batch.Stories.ConvertAll(story => new StorySearchDocument
        {
            Id = story.Id,
            PublishedAt = story.PublishedAt,
            FounderId = story.FounderId,
            TopicIds = [.. story.TopicIds],
            Title = story.Rendered.Document.Title,
            Dek = story.Rendered.Document.Dek,
            Body = story.Rendered.PlainText,
            Language = story.Rendered.Document.Language ?? LanguageTag.Default,
            Founder = story.FounderId is { } founderId ? founders[founderId].Name : null,
            Topics = story.TopicIds.Select(topicId => topics[topicId].Name).ToArray(),
            Takeaways = story.Rendered.Document.Takeaways.Select(takeaway => new TakeawaySearchDocument(takeaway.Id!.Value, takeaway.Statement, takeaway.Explanation)).ToList(),
        });
        return SearchVectorBuilder.Start(
            new(
                stories,
                stories.Select(story => story.FounderId).OfType<Guid>().Distinct().Select(id => new FounderSearchDocument(id, founders[id].Name, founders[id].Bio)).ToList(),
                stories.SelectMany(story => story.TopicIds).Distinct().Select(id => new TopicSearchDocument(id, topics[id].Name)).ToList()),
            connection,
            cancellationToken);
    }

    /// <summary>
    /// Indexes published stories after their rows are written. Adds the stories whose recommendation lists change to the cache tags of the
    /// publication.
    /// </summary>
    public async Task Index(PublicationBatch batch, SearchVectorBuilder vectorBuilder)
    {
        await new SearchIndexWriter(connection, cancellationToken).Index(vectorBuilder);
        if (batch.AreRecommendationListsDeferred)
        {
            return;
        }

        var recommendationIndex = new RecommendationIndexWriter(connection, cancellationToken);
        if (batch.Stories.Count > 0 && await recommendationIndex.IsSmallLibrary())
        {
            await AddTags(batch.Stories[0], await recommendationIndex.RebuildAll());
            return;
        }

        foreach (var story in batch.Stories)
        {
            await AddTags(story, await recommendationIndex.Index(story.Id));
        }
    }

    private Task<int> AddTags(StoryRow story, IEnumerable<string> affectedSlugs) => connection.ExecuteAsync(new CommandDefinition(
        PublisherSql.AddTags, new { story.Id, story.Revision, tags = affectedSlugs.Select(CacheTag.Story).ToArray() }, cancellationToken: cancellationToken));

    /// <summary>
    /// Reindexes changed founders. Indexing a story also updates its founder, so one story of each founder is reindexed. If a founder's
    /// name changed, all stories of the founder are reindexed, because the name is part of their search documents. Returns the ids of the
    /// reindexed stories.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> ReindexFounders(PublicationContext context, IEnumerable<ChangeRow> changes)
    {
        // A founder created in this transaction has no older stories.
        var previousFounders = changes.Where(row => row is { Kind: LibraryChangeKind.Founder, Operation: LibraryChangeOperation.Updated }).Select(row => context.Founders.GetValueOrDefault(row.Slug)).OfType<FounderRow>().Distinct().ToList();
        if (previousFounders.Count == 0)
        {
            return [];
        }

        var storyIds = await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            select s.id
            from unnest(@Id, @Name) as before (id, name)
            join founder f on f.id = before.id and f.name <> before.name
            join story s on s.founder_id = f.id
            union
            (select distinct on (founder_id) id from story where founder_id = any(@Id))
            """,
            new { Id = previousFounders.ConvertAll(founder => founder.Id), Name = previousFounders.ConvertAll(founder => founder.Name) },
            cancellationToken: cancellationToken));
        foreach (var chunk in storyIds.Chunk(Publisher.BatchSize))
        {
            await new SearchIndexWriter(connection, cancellationToken).Index(chunk);
        }

        return storyIds.AsList();
    }
}
