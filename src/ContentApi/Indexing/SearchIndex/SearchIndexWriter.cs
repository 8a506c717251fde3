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
        Write(batch, update);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Adds the statements that write the vectors and suggestions.</summary>
    public static void Write(NpgsqlBatch batch, SearchIndexUpdate update)
    {
        // GIN collects new entries in a pending list, which every search also scans, and merges them into the index when the list is full.
        // A publication does not wait for that: IndexMaintenance merges before the list is full. Merging many entries at once costs
        // a fraction of the time per entry, so a bulk load uses a long list.
        var isBulk = update.Stories.Count > BulkThreshold;
        batch.Add("select set_config('gin_pending_list_limit', $1, true), set_config('work_mem', $2, true)", isBulk ? "32MB" : "8MB", isBulk ? "128MB" : "8MB");
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
        StorySearchVectors.Insert(batch, update.Stories);
        FounderSearchVector.Columns.Insert(batch, update.Founders);
        SuggestionRow.Columns.Insert(batch, [
            .. update.Stories.SelectMany(story => SuggestionRow.Create(SuggestionKind.Story, story.Story.Id, story.Story.Title)),
            .. update.Founders.SelectMany(founder => SuggestionRow.Create(SuggestionKind.Founder, founder.Founder.Id, founder.Founder.Name)),
            .. update.Topics.SelectMany(topic => SuggestionRow.Create(SuggestionKind.Topic, topic.Id, topic.Name)),
        ]);
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
        where c.oid in (to_regclass('story_search_body'), to_regclass('story_search_head_words'), to_regclass('takeaway_search_words'), to_regclass('term_by_trigrams'))
          and pg_has_role(c.relowner, 'usage')
        """,
        commandTimeout: 300,
        cancellationToken: cancellationToken));
}
