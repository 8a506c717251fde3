using ContentApi.Core.Model;
using ContentApi.Core.Text;
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
    /// <summary>
    /// The maximum number of suggestion keys of a title or name. A key starts at each of the first words and runs to the end of the text.
    /// </summary>
    private const int MaxSuggestionKeys = 8;

    private const int MaxKeyLength = 80;

    /// <summary>The number of stories above which a batch uses the settings for bulk loading.</summary>
    private const int BulkThreshold = 20;

    /// <summary>Indexes stories in their current state, with their takeaways, founders and topics.</summary>
    public async Task Index(IReadOnlyList<Guid> ids)
    {
        if (ids.Count > 0)
        {
            await Index(await SearchVectorBuilder.Start(await SearchDocumentBatch.Read(ids, connection, cancellationToken), connection, cancellationToken));
        }
    }

    /// <summary>Indexes stories whose search vectors are being built.</summary>
    public async Task Index(SearchVectorBuilder builder)
    {
        var (stories, founders, topics) = (builder.Documents.Stories, builder.Documents.Founders, builder.Documents.Topics);
        if (stories.Count == 0)
        {
            return;
        }

        var keys = stories.SelectMany(story => BuildSuggestionKeys(SuggestionKind.Story, story.Id, story.Title))
            .Concat(founders.SelectMany(founder => BuildSuggestionKeys(SuggestionKind.Founder, founder.Id, founder.Name)))
            .Concat(topics.SelectMany(topic => BuildSuggestionKeys(SuggestionKind.Topic, topic.Id, topic.Name)))
            .ToList();
        await connection.ExecuteAsync(new CommandDefinition(
            ReplaceSql,
            new
            {
                Pending = stories.Count > BulkThreshold ? "32MB" : "64kB",
                Memory = stories.Count > BulkThreshold ? "128MB" : "8MB",
                Language = stories.Select(story => StemmerProvider.GetStemmerName(story.Language)).Distinct().ToArray(),
                Id = stories.Select(story => story.Id).ToArray(),
                Takeaway = stories.SelectMany(story => story.Takeaways).Select(takeaway => takeaway.Id).ToArray(),
                Founder = founders.Select(founder => founder.Id).ToArray(),
                Suggested = keys.Select(key => key.Id).Distinct().ToArray(),
                Kind = keys.ConvertAll(key => key.Kind.GetName()),
                Key = keys.ConvertAll(key => key.Key),
                WordIndex = keys.ConvertAll(key => key.WordIndex),
                KeyId = keys.ConvertAll(key => key.Id),
            },
            commandTimeout: 300,
            cancellationToken: cancellationToken));
        await Copy("story_search (story_id, published_at, founder_id, topics, body)", builder.StoryVectors, vectors =>
            [[vectors.Story.Id, vectors.Story.PublishedAt, vectors.Story.FounderId, vectors.Story.TopicIds, vectors.Matching]]);
        await Copy("story_search_head (story_id, words)", builder.StoryVectors, vectors => [[vectors.Story.Id, vectors.Ranking]]);
        await Copy("takeaway_search (takeaway_id, story_id, published_at, words)", builder.StoryVectors, vectors =>
            vectors.Story.Takeaways.Zip(vectors.Takeaways, (takeaway, vector) => new object?[] { takeaway.Id, vectors.Story.Id, vectors.Story.PublishedAt, vector }));
        await Copy("founder_search (founder_id, words)", builder.FounderVectors, vectors => [[vectors.Founder.Id, vectors.Vector]]);
    }

    /// <summary>
    /// Writes rows with binary COPY. A COPY has no parameter types, so a byte array can be written to a `tsvector` column.
    /// </summary>
    private async Task Copy<T>(string target, IEnumerable<Task<T>> tasks, Func<T, IEnumerable<object?[]>> getRows)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {target} from stdin (format binary)", cancellationToken);
        copy.Timeout = TimeSpan.FromSeconds(300);
        foreach (var task in tasks)
        {
            foreach (var row in getRows(await task))
            {
                await copy.WriteRowAsync(cancellationToken, row);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>
    /// Deletes the suggestions of a story. Call it when a story is withdrawn. Founders and topics without stories are excluded by the
    /// suggestion query.
    /// </summary>
    public Task RemoveSuggestions(Guid storyId) =>
        connection.ExecuteAsync(new CommandDefinition($"delete from suggestion where kind = '{SuggestionKind.Story.GetName()}' and id = @story", new { story = storyId }, cancellationToken: cancellationToken));

    private static IEnumerable<(SuggestionKind Kind, Guid Id, string Key, short WordIndex)> BuildSuggestionKeys(SuggestionKind kind, Guid id, string text)
    {
        var words = Tokenizer.Tokenize(text).Select(word => word.Text).ToList();
        return Enumerable.Range(0, Math.Min(words.Count, MaxSuggestionKeys)).Select(i =>
        {
            var key = string.Join(' ', words.Skip(i));
            return (kind, id, key.Length <= MaxKeyLength ? key : key[..MaxKeyLength], (short)i);
        });
    }

    /// <summary>Flushes the pending lists of the GIN indexes after a bulk load, if the role has the privileges of their owner.</summary>
    public Task FlushPendingLists() => connection.ExecuteAsync(new CommandDefinition(
        """
        select gin_clean_pending_list(c.oid)
        from pg_class c
        where c.oid in ('story_search_body'::regclass, 'story_search_head_words'::regclass, 'takeaway_search_words'::regclass) and pg_has_role(c.relowner, 'usage')
        """,
        commandTimeout: 300,
        cancellationToken: cancellationToken));

    // GIN collects new entries in a pending list, which every search also scans, and merges them when the list is full. Merging many at
    // once costs a fraction of the time per entry, so a bulk load uses a long list. A publication of a few stories uses a short list, so
    // that it does not have to merge the entries of hundreds of other stories.
    private const string ReplaceSql = """
        select set_config('gin_pending_list_limit', @Pending, true), set_config('work_mem', @Memory, true);

        insert into search_language (name) select unnest(@Language) on conflict do nothing;

        delete from story_search where story_id = any(@Id);

        delete from story_search_head where story_id = any(@Id);

        delete from takeaway_search where takeaway_id = any(@Takeaway);

        delete from founder_search where founder_id = any(@Founder);

        delete from suggestion where id = any(@Suggested);

        insert into suggestion (kind, key, word_index, id)
        select kind, key, word_index, id from unnest(@Kind, @Key, @WordIndex, @KeyId) as input (kind, key, word_index, id)
        on conflict do nothing;
        """;
}
