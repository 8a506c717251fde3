using ContentApi.Recommendations.Index;
using ContentApi.Revisions;
using ContentApi.Search;
using Dapper;
using Npgsql;

namespace ContentApi.Authoring;

/// <summary>
/// Keeps what the library is found by in step with it, inside the publishing transaction: the words that search reads, and the lists of
/// what to read next.
/// </summary>
internal sealed class Discovery(NpgsqlConnection connection, CancellationToken cancellation)
{
    /// <summary>Before the rows of withdrawn stories go: their words are counted no more, and the lists that they leave are tags of the revision.</summary>
    public async Task Forget(List<ChangeRow> log)
    {
        foreach (var (i, change) in log.Index().Where(row => row.Item is { Kind: "story", Operation: "withdrawn" }).ToList())
        {
            await new SearchIndex(connection, cancellation).Remove(change.Id);
            var left = await new RecommendationIndex(connection, cancellation).Remove(change.Id);
            log[i] = change with { Tags = [.. change.Tags.Union(left.Select(Tag.Story), StringComparer.Ordinal)] };
        }
    }

    /// <summary>Begins to make the words of published stories: while their rows are written, for which nothing has to be read back then.</summary>
    public Task<SearchWords> Begin(LibraryRows rows, LibraryState before)
    {
        var founders = rows.Founders.Values.UnionBy(before.Founders.Values, founder => founder.Id).ToDictionary(founder => founder.Id);
        var topics = before.Topics.Values.ToDictionary(topic => topic.Id);
        var stories = rows.Stories.ConvertAll(story => new FindableStory
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
            Takeaways = story.Projection.Document.Takeaways.Select(takeaway => new FindableTakeaway(takeaway.Id!.Value, takeaway.Statement, takeaway.Explanation)).ToList(),
        });
        return SearchWords.Begin(
            new(
                stories,
                stories.Select(story => story.FounderId).OfType<Guid>().Distinct().Select(id => new FindableFounder(id, founders[id].Name, founders[id].Bio)).ToList(),
                stories.SelectMany(story => story.TopicIds).Distinct().Select(id => new FindableTopic(id, topics[id].Name)).ToList()),
            connection,
            cancellation);
    }

    /// <summary>After their rows were written. The stories whose lists change are tags of the revision.</summary>
    public async Task Put(LibraryRows rows, SearchWords words)
    {
        await new SearchIndex(connection, cancellation).Put(words);
        if (rows.ListsLater)
        {
            return;
        }

        var index = new RecommendationIndex(connection, cancellation);
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
        PublisherSql.AddTags, new { story.Id, story.Revision, tags = changedLists.Select(Tag.Story).ToArray() }, cancellationToken: cancellation));

    /// <summary>Founders are found as they are called now. A name stands in the words of each of their stories, which are returned.</summary>
    public async Task<IReadOnlyList<Guid>> PutFounders(LibraryState before, IEnumerable<ChangeRow> log)
    {
        // One who came in this transaction has no stories from before it.
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
            cancellationToken: cancellation));
        foreach (var some in stories.Chunk(Publisher.BatchSize))
        {
            await new SearchIndex(connection, cancellation).Put(some);
        }

        return stories.AsList();
    }
}
