using Dapper;
using Npgsql;

namespace ContentApi.Search;

/// <summary>
/// Writes what search reads: called inside the publishing transaction, after the stories' rows were written, and by `reindex`. What a
/// withdrawn story had goes with its row (`on delete cascade`), but for its suggestions: see <see cref="Remove"/>.
/// </summary>
internal sealed class SearchIndex(NpgsqlConnection connection, CancellationToken cancellation)
{
    /// <summary>Completion starts at each of so many words of a title.</summary>
    private const int SuggestedWords = 8;

    private const int KeyLength = 80;

    /// <summary>More stories than these at a time are a bulk.</summary>
    private const int Few = 20;

    /// <summary>Makes the stories findable, with their takeaways, founders and topics.</summary>
    public async Task Put(IReadOnlyList<Guid> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }

        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select s.id as Id, s.published_at as PublishedAt, s.title as Title, s.dek as Dek, s.plain_text as Body, s.language as Language,
              f.id as FounderId, f.name as Founder,
              array(select topic_id from story_topic where story_id = s.id order by position) as TopicIds,
              array(select t.name from story_topic filed join topic t on t.id = filed.topic_id where filed.story_id = s.id order by filed.position) as Topics
            from story s
            left join founder f on f.id = s.founder_id
            where s.id = any(@ids);

            select story_id as StoryId, id as Id, statement as Statement, explanation as Explanation from takeaway where story_id = any(@ids) order by story_id, position;

            select distinct f.id as Id, f.name as Name, f.bio as Bio from story s join founder f on f.id = s.founder_id where s.id = any(@ids);

            select distinct t.id as Id, t.name as Name from story_topic filed join topic t on t.id = filed.topic_id where filed.story_id = any(@ids);
            """,
            new { ids },
            commandTimeout: 300,
            cancellationToken: cancellation));
        var stories = (await results.ReadAsync<Row>()).AsList();
        var takeaways = (await results.ReadAsync<(Guid StoryId, Guid Id, string Statement, string? Explanation)>()).AsList();
        var founders = (await results.ReadAsync<(Guid Id, string Name, string? Bio)>()).AsList();
        var topics = (await results.ReadAsync<(Guid Id, string Name)>()).AsList();
        await results.DisposeAsync();

        var lessons = takeaways.ToLookup(takeaway => takeaway.StoryId);
        var languages = stories.ToDictionary(story => story.Id, story => story.Language);
        var stems = await Stems.Of(stories.SelectMany(story => Texts(story, lessons[story.Id]).Select(text => (story.Language, text ?? ""))), connection, cancellation);
        var keys = stories.SelectMany(story => Keys("story", story.Id, story.Title))
            .Concat(founders.SelectMany(founder => Keys("founder", founder.Id, founder.Name)))
            .Concat(topics.SelectMany(topic => Keys("topic", topic.Id, topic.Name)))
            .ToList();
        await connection.ExecuteAsync(new CommandDefinition(
            Write,
            new
            {
                Pending = ids.Count > Few ? "32MB" : "64kB",
                Memory = ids.Count > Few ? "128MB" : "8MB",
                Language = stories.Select(story => Stems.NameOf(story.Language)).Distinct().ToArray(),
                Id = stories.ConvertAll(story => story.Id),
                Takeaway = takeaways.ConvertAll(takeaway => takeaway.Id),
                Founder = founders.ConvertAll(founder => founder.Id),
                Suggested = keys.Select(key => key.Id).Distinct().ToArray(),
                Kind = keys.ConvertAll(key => key.Kind),
                Key = keys.ConvertAll(key => key.Key),
                Place = keys.ConvertAll(key => key.Place),
                KeyId = keys.ConvertAll(key => key.Id),
            },
            commandTimeout: 300,
            cancellationToken: cancellation));
        await Copy("story_search (story_id, published_at, founder_id, topics, body)", stories, story =>
            [story.Id, story.PublishedAt, story.FounderId, story.TopicIds, Head(story).Add(story.Body).ToArray()]);
        await Copy("story_head (story_id, words)", stories, story => [story.Id, Head(story).ToArray()]);
        var published = stories.ToDictionary(story => story.Id, story => story.PublishedAt);
        await Copy("takeaway_search (takeaway_id, story_id, published_at, words)", takeaways, takeaway =>
        [
            takeaway.Id, takeaway.StoryId, published[takeaway.StoryId],
            new SearchVector(stems.For(languages[takeaway.StoryId])).Add(takeaway.Statement, 'A').Add(takeaway.Explanation, 'C').ToArray(),
        ]);
        await Copy("founder_search (founder_id, words)", founders, founder => [founder.Id, new SearchVector(stems.For("en")).Add(founder.Name, 'A').Add(founder.Bio).ToArray()]);

        SearchVector Head(Row story)
        {
            var vector = new SearchVector(stems.For(story.Language)).Add(story.Title, 'A').Add(story.Founder, 'B');
            foreach (var topic in story.Topics)
            {
                vector.Add(topic, 'B');
            }

            vector.Add(story.Dek, 'C');
            foreach (var lesson in lessons[story.Id])
            {
                vector.Add(lesson.Statement).Add(lesson.Explanation);
            }

            return vector;
        }
    }

    /// <summary>
    /// Writes rows with COPY, which asks for no types: so bytes may stand for a `tsvector`. PostgreSQL files rows while others
    /// are made, where there are cores for both.
    /// </summary>
    private async Task Copy<T>(string into, List<T> rows, Func<T, object?[]> make)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {into} from stdin (format binary)", cancellation);
        copy.Timeout = TimeSpan.FromSeconds(300);
        foreach (var made in rows.ConvertAll(row => Task.Run(() => make(row), cancellation)))
        {
            await copy.WriteRowAsync(cancellation, await made);
        }

        await copy.CompleteAsync(cancellation);
    }

    /// <summary>Call it when a story is withdrawn. Founders and topics that are left without stories stop being suggested by themselves.</summary>
    public Task Remove(Guid story) =>
        connection.ExecuteAsync(new CommandDefinition("delete from suggestion where kind = 'story' and id = @story", new { story }, cancellationToken: cancellation));

    private static IEnumerable<string?> Texts(Row story, IEnumerable<(Guid StoryId, Guid Id, string Statement, string? Explanation)> lessons) =>
        [story.Title, story.Founder, .. story.Topics, story.Dek, .. lessons.SelectMany(lesson => new[] { lesson.Statement, lesson.Explanation }), story.Body];

    private static IEnumerable<(string Kind, Guid Id, string Key, short Place)> Keys(string kind, Guid id, string title)
    {
        var words = Wording.Words(title).Select(word => word.Text).ToList();
        return Enumerable.Range(0, Math.Min(words.Count, SuggestedWords)).Select(i =>
        {
            var key = string.Join(' ', words.Skip(i));
            return (kind, id, key.Length <= KeyLength ? key : key[..KeyLength], (short)i);
        });
    }

    /// <summary>After a bulk: files what its last stories left pending, where this role may.</summary>
    public Task Settle() => connection.ExecuteAsync(new CommandDefinition(
        """
        select gin_clean_pending_list(c.oid)
        from pg_class c
        where c.oid in ('story_search_body'::regclass, 'story_head_words'::regclass, 'takeaway_search_words'::regclass) and pg_has_role(c.relowner, 'usage')
        """,
        commandTimeout: 300,
        cancellationToken: cancellation));

    // New words wait in a list, which every search reads too, and are filed together when it is full. A bulk files many at a time, which
    // costs a fraction of the time for each; one story alone shall not have to file those of the last hundreds.
    private const string Write = """
        select set_config('gin_pending_list_limit', @Pending, true), set_config('work_mem', @Memory, true);

        insert into search_language (name) select unnest(@Language) on conflict do nothing;

        delete from story_search where story_id = any(@Id);

        delete from story_head where story_id = any(@Id);

        delete from takeaway_search where takeaway_id = any(@Takeaway);

        delete from founder_search where founder_id = any(@Founder);

        delete from suggestion where id = any(@Suggested);

        insert into suggestion (kind, key, place, id)
        select kind, key, place, id from unnest(@Kind, @Key, @Place, @KeyId) as given (kind, key, place, id)
        on conflict do nothing;
        """;

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required DateTime PublishedAt { get; init; }

        public required Guid? FounderId { get; init; }

        public required Guid[] TopicIds { get; init; }

        public required string Title { get; init; }

        public required string? Dek { get; init; }

        public required string Body { get; init; }

        public required string Language { get; init; }

        public required string? Founder { get; init; }

        public required string[] Topics { get; init; }
    }
}
