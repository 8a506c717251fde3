using System.Data;
using ContentApi.ChangeLog;
using ContentApi.Data;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Indexing.SearchIndex;
using ContentApi.Library;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// Makes anew what the library is found by and the lists of recommendations: all of it (`reindex`), or what is not there yet. Lists are
/// part of what is served, so either is a change of the library and takes a revision.
/// </summary>
internal sealed class Reindexer(Database database, ChangeLogReader log, IOptions<LibraryOptions> options)
{
    private const string WritingOut = "Writing out";

    /// <summary>So many stories are taken in one by one; beyond them, and beyond a fiftieth of the library, all at once is faster.</summary>
    private const int OneByOne = 100;

    /// <summary>Beyond this part of the library, what is rare in it has changed with them: then all lists are made anew.</summary>
    private const int Part = 10;

    /// <summary>The stories that were changed after their lists were made.</summary>
    private const string Waiting = """
        select s.id
        from story s
        left join story_terms t on t.story_id = s.id
        where t.revision is distinct from s.revision
        order by s.id
        """;

    /// <summary>The stories that search does not know: those that were there before it was.</summary>
    private const string Unsearched = "select id from story s where not exists (select from story_search where story_id = s.id) order by id";

    /// <summary>
    /// Takes in the stories that are not in yet: those of an import, which leaves the lists to its end, and those of a library that is
    /// older than search. Returns how many there were.
    /// </summary>
    public Task<int> CatchUp(CancellationToken cancellationToken) => CatchUp(new(), cancellationToken);

    /// <summary>The same for an import, which has counted the terms of what it published.</summary>
    public async Task<int> CatchUp(TermCountCache counted, CancellationToken cancellationToken)
    {
        await Search(Unsearched, _ => { }, cancellationToken);
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        var waiting = await Ids(connection, Waiting, cancellationToken);
        if (waiting.Count == 0)
        {
            return 0;
        }

        var all = await connection.ExecuteScalarAsync<int>(new CommandDefinition("select count(*) from story", cancellationToken: cancellationToken));
        await new SearchIndexWriter(connection, cancellationToken).Settle();
        if (waiting.Count > Math.Max(OneByOne, all / 50) || waiting.Count > all / Part || all <= RecommendationIndexWriter.Few)
        {
            await Recommend(counted, _ => { }, cancellationToken);
            return waiting.Count;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Lock(connection, cancellationToken);
        await Put(connection, cancellationToken);
        await Commit(connection, transaction, cancellationToken);
        return waiting.Count;
    }

    /// <summary>Makes everything anew. Publishing waits only while the finished lists are written. Returns the revision.</summary>
    public async Task<long> Run(Action<RebuildProgress> report, CancellationToken cancellationToken)
    {
        const string All = "select id from story order by id";
        await Search(All, report, cancellationToken);
        await Each(WritingOut, All, Finish, report, cancellationToken);
        return await Recommend(new(), report, cancellationToken);
    }

    /// <summary>
    /// Writes out the stories that these settings and this version serve from their rows. No answer changes by it, so it takes no
    /// revision. Returns how many there were.
    /// </summary>
    public Task<int> FinishAll(CancellationToken cancellationToken) => Each(WritingOut, StoryJsonWriter.Unfinished, Finish, _ => { }, cancellationToken);

    /// <summary>Whether there are such stories among the hundred newest: a look that costs a start nothing.</summary>
    public async Task<bool> IsUnfinished(CancellationToken cancellationToken)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"""
            select coalesce(bool_or(({CardSql.IsFinished}) is not true), false)
            from (select revision, finished_revision, finished_form from story order by published_at desc, id desc limit 100) as s
            """,
            new { Form = options.Value.FormatVersion },
            cancellationToken: cancellationToken));
    }

    /// <summary>Makes what search reads of these stories anew.</summary>
    private async Task Search(string stories, Action<RebuildProgress> report, CancellationToken cancellationToken)
    {
        if (await Each("Making searchable", stories, (connection, some, inner) => new SearchIndexWriter(connection, inner).Put(some), report, cancellationToken) > 0)
        {
            await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
            await new SearchIndexWriter(connection, cancellationToken).Settle();
        }
    }

    /// <summary>Does something with these stories, a hundred at a time, each time under the lock that publishing takes.</summary>
    private async Task<int> Each(
        string step, string stories, Func<NpgsqlConnection, Guid[], CancellationToken, Task> put, Action<RebuildProgress> report, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        var ids = await Ids(connection, stories, cancellationToken);
        foreach (var (i, some) in ids.Chunk(Publisher.BatchSize).Index())
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await Lock(connection, cancellationToken);
            await put(connection, some, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            report(new(step, Math.Min((i + 1) * Publisher.BatchSize, ids.Count), ids.Count));
        }

        return ids.Count;
    }

    private Task Finish(NpgsqlConnection connection, Guid[] stories, CancellationToken cancellationToken) =>
        new StoryJsonWriter(connection, options.Value, cancellationToken).Put(stories);

    /// <summary>Looks at all of the library, which may take longer than a request or a publication may.</summary>
    private async Task<List<Guid>> Ids(NpgsqlConnection connection, string stories, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("set local statement_timeout = 0", cancellationToken: cancellationToken));
        return (await connection.QueryAsync<Guid>(new CommandDefinition(stories, new { Form = options.Value.FormatVersion }, commandTimeout: 0, cancellationToken: cancellationToken))).AsList();
    }

    private async Task<long> Recommend(TermCountCache counted, Action<RebuildProgress> report, CancellationToken cancellationToken)
    {
        using var rebuild = new RecommendationRebuilder(counted, report);
        await using (var reading = await database.Reads.OpenConnectionAsync(cancellationToken))
        await using (await reading.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken)) // stories and takeaways of one time
        {
            // What is enough for a request is not for a rebuild, while the disk is still busy with what an import wrote.
            await reading.ExecuteAsync(new CommandDefinition("set local statement_timeout = 0", cancellationToken: cancellationToken));
            await rebuild.Read(reading, cancellationToken);
        }

        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("set local statement_timeout = 0", cancellationToken: cancellationToken));
        var writer = new RebuildWriter(connection, cancellationToken);
        await writer.CollectLists(rebuild.Compare());

        report(new("Writing", 0, rebuild.Stories.Count));
        await Lock(connection, cancellationToken);
        await writer.Replace(rebuild);
        await Put(connection, cancellationToken); // what was published meanwhile
        var revision = await Commit(connection, transaction, cancellationToken);
        report(new("Writing", rebuild.Stories.Count, rebuild.Stories.Count));
        return revision;
    }

    private static Task<int> Lock(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition("select revision from library_revision for update", cancellationToken: cancellationToken));

    private static async Task Put(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var index = new RecommendationIndexWriter(connection, cancellationToken);
        foreach (var story in await connection.QueryAsync<Guid>(new CommandDefinition(Waiting, cancellationToken: cancellationToken)))
        {
            await index.Put(story);
        }
    }

    private async Task<long> Commit(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(PublisherSql.Reindexed, cancellationToken: cancellationToken));
        await results.ReadAsync();
        var revision = await results.ReadSingleAsync<long>();
        await results.DisposeAsync();
        await transaction.CommitAsync(cancellationToken);
        await log.WaitForRevision(revision, cancellationToken); // what was made is what this node serves from now on
        return revision;
    }
}
