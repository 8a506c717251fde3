using ContentApi.Core.Model;
using ContentApi.Data;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>
/// Writes the search index. Called inside the publishing transaction, after the rows of the stories are written, and by `reindex`. The
/// index rows of a withdrawn story are deleted with its row (`on delete cascade`), except its suggestions: see
/// <see cref="RemoveSuggestions"/>.
/// </summary>
internal sealed class SearchIndexWriter(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    /// <summary>The number of stories above which a batch uses the settings for bulk loading.</summary>
    private const int BulkThreshold = 20;

    /// <summary>Indexes stories in their current state, with their takeaways, founders and topics.</summary>
    public async Task Index(IReadOnlyList<Guid> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }

        var documents = await SearchDocumentBatch.Read(ids, connection, cancellationToken);
        var stemmers = await SearchVectorBuilder.CreateStemmers(documents.Stories, connection, cancellationToken);
        var update = new SearchIndexUpdate(
            documents.Stories.AsParallel().AsOrdered().Select(story => SearchVectorBuilder.Build(story, stemmers)).ToList(),
            ids,
            documents.Founders.Select(SearchVectorBuilder.Build).ToList(),
            documents.Topics);
        await using var batch = connection.CreateBatch();
        batch.Timeout = 300;
        Replace(batch, update);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await Copy(update);
    }

    /// <summary>
    /// Adds the statements that remove the old vectors and replace the suggestions. <see cref="Copy"/> then writes the new vectors.
    /// </summary>
    public static void Replace(NpgsqlBatch batch, SearchIndexUpdate update)
    {
        // GIN collects new entries in a pending list, which every search also scans, and merges them into the index when the list is full.
        // A publication does not wait for that: IndexMaintenance merges before the list is full. Merging many entries at once costs
        // a fraction of the time per entry, so a bulk load uses a long list.
        var isBulk = update.Stories.Count > BulkThreshold;
        batch.Add("select set_config('gin_pending_list_limit', $1, true), set_config('work_mem', $2, true)", isBulk ? "32MB" : "4MB", isBulk ? "128MB" : "8MB");
        if (update.ReplacedStoryIds is { Count: > 0 } replacedIds)
        {
            var ids = replacedIds.ToArray();
            batch.Add("delete from story_search where story_id = any($1)", ids);
            batch.Add("delete from story_search_head where story_id = any($1)", ids);
            batch.Add("delete from takeaway_search where takeaway_id = any($1)", update.Stories.SelectMany(story => story.Story.Takeaways).Select(takeaway => takeaway.Id).ToArray());
            batch.Add("delete from suggestion where id = any($1)", ids);
        }

        if (update.Founders.Count > 0)
        {
            var ids = update.Founders.Select(founder => founder.Founder.Id).ToArray();
            batch.Add("delete from founder_search where founder_id = any($1)", ids);
            batch.Add("delete from suggestion where id = any($1)", ids);
        }

        if (update.Topics.Count > 0)
        {
            batch.Add("delete from suggestion where id = any($1)", update.Topics.Select(topic => topic.Id).ToArray());
        }

        batch.Add("insert into search_language (name) select unnest($1) on conflict do nothing", update.Stories.Select(story => StemmerProvider.GetStemmerName(story.Story.Language)).Distinct().ToArray());
        SuggestionRow.Columns.Insert(batch, [
            .. update.Stories.SelectMany(story => SuggestionRow.Create(SuggestionKind.Story, story.Story.Id, story.Story.Title)),
            .. update.Founders.SelectMany(founder => SuggestionRow.Create(SuggestionKind.Founder, founder.Founder.Id, founder.Founder.Name)),
            .. update.Topics.SelectMany(topic => SuggestionRow.Create(SuggestionKind.Topic, topic.Id, topic.Name)),
        ]);
    }

    /// <summary>
    /// Writes the vectors with binary COPY. A COPY has no parameter types, so a byte array can be written to a `tsvector` column.
    /// </summary>
    public async Task Copy(SearchIndexUpdate update)
    {
        await Copy("story_search (story_id, published_at, founder_id, topics, body)", update.Stories, vectors =>
            [[vectors.Story.Id, vectors.Story.PublishedAt, vectors.Story.FounderId, vectors.Story.TopicIds, vectors.Matching]]);
        await Copy("story_search_head (story_id, words)", update.Stories, vectors => [[vectors.Story.Id, vectors.Ranking]]);
        await Copy("takeaway_search (takeaway_id, story_id, published_at, words)", update.Stories.Where(vectors => vectors.Takeaways.Length > 0).ToList(), vectors =>
            vectors.Story.Takeaways.Zip(vectors.Takeaways, (takeaway, vector) => new object?[] { takeaway.Id, vectors.Story.Id, vectors.Story.PublishedAt, vector }));
        await Copy("founder_search (founder_id, words)", update.Founders, vectors => [[vectors.Founder.Id, vectors.Vector]]);
    }

    private async Task Copy<T>(string target, IReadOnlyList<T> rows, Func<T, IEnumerable<object?[]>> getRows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using var copy = await connection.BeginBinaryImportAsync($"copy {target} from stdin (format binary)", cancellationToken);
        copy.Timeout = TimeSpan.FromSeconds(300);
        foreach (var row in rows.SelectMany(getRows))
        {
            await copy.WriteRowAsync(cancellationToken, row);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>
    /// Deletes the suggestions of a story. Call it when a story is withdrawn. Founders and topics without stories are excluded by the
    /// suggestion query.
    /// </summary>
    public Task RemoveSuggestions(Guid storyId) =>
        connection.ExecuteAsync(new CommandDefinition($"delete from suggestion where kind = '{SuggestionKind.Story.GetName()}' and id = @story", new { story = storyId }, cancellationToken: cancellationToken));

    /// <summary>Merges the pending lists of the GIN indexes into the indexes, if the role has the privileges of their owner.</summary>
    public Task FlushPendingLists() => connection.ExecuteAsync(new CommandDefinition(
        """
        select gin_clean_pending_list(c.oid)
        from pg_class c
        where c.oid in ('story_search_body'::regclass, 'story_search_head_words'::regclass, 'takeaway_search_words'::regclass, 'term_by_trigrams'::regclass) and pg_has_role(c.relowner, 'usage')
        """,
        commandTimeout: 300,
        cancellationToken: cancellationToken));
}
