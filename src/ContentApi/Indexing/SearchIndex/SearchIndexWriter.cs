using ContentApi.Core.Text;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>
/// Writes the search index. Called inside the publishing transaction, after the rows of the stories are written, and by `reindex`. The
/// index rows of a withdrawn story are deleted with its row (`on delete cascade`), except its suggestions: see <see cref="Remove"/>.
/// </summary>
internal sealed class SearchIndexWriter(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    /// <summary>The number of words of a title at which a completion can start.</summary>
    private const int SuggestedWords = 8;

    private const int KeyLength = 80;

    /// <summary>The number of stories above which a batch uses the settings for bulk loading.</summary>
    private const int Few = 20;

    /// <summary>Indexes stories in their current state, with their takeaways, founders and topics.</summary>
    public async Task Put(IReadOnlyList<Guid> ids)
    {
        if (ids.Count > 0)
        {
            await Put(await SearchVectorBuilder.Begin(await SearchDocumentBatch.Read(ids, connection, cancellationToken), connection, cancellationToken));
        }
    }

    /// <summary>Indexes stories whose search vectors are being built.</summary>
    public async Task Put(SearchVectorBuilder words)
    {
        var (stories, founders, topics) = (words.Texts.Stories, words.Texts.Founders, words.Texts.Topics);
        if (stories.Count == 0)
        {
            return;
        }

        var keys = stories.SelectMany(story => Keys("story", story.Id, story.Title))
            .Concat(founders.SelectMany(founder => Keys("founder", founder.Id, founder.Name)))
            .Concat(topics.SelectMany(topic => Keys("topic", topic.Id, topic.Name)))
            .ToList();
        await connection.ExecuteAsync(new CommandDefinition(
            Write,
            new
            {
                Pending = stories.Count > Few ? "32MB" : "64kB",
                Memory = stories.Count > Few ? "128MB" : "8MB",
                Language = stories.Select(story => StemmerProvider.NameOf(story.Language)).Distinct().ToArray(),
                Id = stories.Select(story => story.Id).ToArray(),
                Takeaway = stories.SelectMany(story => story.Takeaways).Select(takeaway => takeaway.Id).ToArray(),
                Founder = founders.Select(founder => founder.Id).ToArray(),
                Suggested = keys.Select(key => key.Id).Distinct().ToArray(),
                Kind = keys.ConvertAll(key => key.Kind),
                Key = keys.ConvertAll(key => key.Key),
                WordIndex = keys.ConvertAll(key => key.WordIndex),
                KeyId = keys.ConvertAll(key => key.Id),
            },
            commandTimeout: 300,
            cancellationToken: cancellationToken));
        await Copy("story_search (story_id, published_at, founder_id, topics, body)", words.Stories, made =>
            [[made.Story.Id, made.Story.PublishedAt, made.Story.FounderId, made.Story.TopicIds, made.Whole]]);
        await Copy("story_search_head (story_id, words)", words.Stories, made => [[made.Story.Id, made.Head]]);
        await Copy("takeaway_search (takeaway_id, story_id, published_at, words)", words.Stories, made =>
            made.Story.Takeaways.Zip(made.Takeaways, (takeaway, vector) => new object?[] { takeaway.Id, made.Story.Id, made.Story.PublishedAt, vector }));
        await Copy("founder_search (founder_id, words)", words.Founders, made => [[made.Founder.Id, made.Vector]]);
    }

    /// <summary>
    /// Writes rows with binary COPY, which does not resolve parameter types, so that a byte array can be written to a `tsvector` column.
    /// </summary>
    private async Task Copy<T>(string into, IEnumerable<Task<T>> making, Func<T, IEnumerable<object?[]>> rows)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {into} from stdin (format binary)", cancellationToken);
        copy.Timeout = TimeSpan.FromSeconds(300);
        foreach (var made in making)
        {
            foreach (var row in rows(await made))
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
    public Task Remove(Guid story) =>
        connection.ExecuteAsync(new CommandDefinition("delete from suggestion where kind = 'story' and id = @story", new { story }, cancellationToken: cancellationToken));

    private static IEnumerable<(string Kind, Guid Id, string Key, short WordIndex)> Keys(string kind, Guid id, string title)
    {
        var words = Tokenizer.Tokenize(title).Select(word => word.Text).ToList();
        return Enumerable.Range(0, Math.Min(words.Count, SuggestedWords)).Select(i =>
        {
            var key = string.Join(' ', words.Skip(i));
            return (kind, id, key.Length <= KeyLength ? key : key[..KeyLength], (short)i);
        });
    }

    /// <summary>Flushes the pending lists of the GIN indexes after a bulk load, if the role has the privileges of their owner.</summary>
    public Task Settle() => connection.ExecuteAsync(new CommandDefinition(
        """
        select gin_clean_pending_list(c.oid)
        from pg_class c
        where c.oid in ('story_search_body'::regclass, 'story_search_head_words'::regclass, 'takeaway_search_words'::regclass) and pg_has_role(c.relowner, 'usage')
        """,
        commandTimeout: 300,
        cancellationToken: cancellationToken));

    // GIN collects new entries in a pending list, which every search also scans, and merges them when the list is full. Merging many at
    // once costs a fraction of the time per entry, so a bulk load uses a long list. The publication of a single story uses a short one, so
    // that it does not have to merge the entries of hundreds of others.
    private const string Write = """
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
