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
/// Rebuilds the search index, the pre-serialized JSON and the recommendation lists: everything (`reindex`), or only what is missing.
/// </summary>
/// <remarks>Recommendation lists are part of responses, so a rebuild is a change of the library and takes a revision.</remarks>
internal sealed class Reindexer(Database database, ChangeLogReader log, IOptions<LibraryOptions> options)
{
    private const string WritingOut = "Writing out";

    /// <summary>
    /// Up to this many stories are added to the recommendation lists one by one; beyond it, and beyond a fiftieth of the library, a full
    /// rebuild is faster.
    /// </summary>
    private const int OneByOne = 100;

    /// <summary>
    /// If more than one in this many stories has changed, the term frequencies of the library differ so much that all lists are rebuilt.
    /// </summary>
    private const int Part = 10;

    /// <summary>Selects the stories that changed after their lists were computed.</summary>
    private const string Waiting = """
        select s.id
        from story s
        left join story_terms t on t.story_id = s.id
        where t.revision is distinct from s.revision
        order by s.id
        """;

    /// <summary>Selects the stories that are missing from the search index: those that are older than the index.</summary>
    private const string Unsearched = "select id from story s where not exists (select from story_search where story_id = s.id) order by id";

    /// <summary>
    /// Indexes the stories that are not indexed yet: those of an import, which defers the lists to its end, and those of a library that is
    /// older than the search index. Returns their number.
    /// </summary>
    public Task<int> CatchUp(CancellationToken cancellationToken) => CatchUp(new(), cancellationToken);

    /// <summary>
    /// Indexes the stories that are not indexed yet, with the term counts of the import that published them. Returns their number.
    /// </summary>
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

    /// <summary>Rebuilds everything and returns the revision. Publishing waits only while the finished lists are written.</summary>
    public async Task<long> Run(Action<RebuildProgress> report, CancellationToken cancellationToken)
    {
        const string All = "select id from story order by id";
        await Search(All, report, cancellationToken);
        await Each(WritingOut, All, Finish, report, cancellationToken);
        return await Recommend(new(), report, cancellationToken);
    }

    /// <summary>
    /// Serializes the stories whose JSON is missing or of another format version. Responses do not change, so this takes no revision.
    /// Returns the number of stories.
    /// </summary>
    public Task<int> FinishAll(CancellationToken cancellationToken) => Each(WritingOut, StoryJsonWriter.Unfinished, Finish, _ => { }, cancellationToken);

    /// <summary>Returns whether JSON is missing for any of the hundred newest stories, a check cheap enough for each startup.</summary>
    public async Task<bool> IsUnfinished(CancellationToken cancellationToken)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"""
            select coalesce(bool_or(({CardSql.IsFinished}) is not true), false)
            from (select revision, json_revision, json_format from story order by published_at desc, id desc limit 100) as s
            """,
            new { options.Value.FormatVersion },
            cancellationToken: cancellationToken));
    }

    /// <summary>Rebuilds the search documents of the selected stories.</summary>
    private async Task Search(string stories, Action<RebuildProgress> report, CancellationToken cancellationToken)
    {
        if (await Each("Making searchable", stories, (connection, some, inner) => new SearchIndexWriter(connection, inner).Put(some), report, cancellationToken) > 0)
        {
            await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
            await new SearchIndexWriter(connection, cancellationToken).Settle();
        }
    }

    /// <summary>Runs a step for the selected stories in batches, each batch under the publishing lock.</summary>
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

    /// <summary>
    /// Returns the ids of the selected stories, without a timeout: the query scans the library and may take longer than a request or a
    /// publication.
    /// </summary>
    private async Task<List<Guid>> Ids(NpgsqlConnection connection, string stories, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("set local statement_timeout = 0", cancellationToken: cancellationToken));
        return (await connection.QueryAsync<Guid>(new CommandDefinition(stories, new { options.Value.FormatVersion }, commandTimeout: 0, cancellationToken: cancellationToken))).AsList();
    }

    private async Task<long> Recommend(TermCountCache counted, Action<RebuildProgress> report, CancellationToken cancellationToken)
    {
        using var rebuild = new RecommendationRebuilder(counted, report);
        await using (var reading = await database.Reads.OpenConnectionAsync(cancellationToken))
        await using (await reading.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken)) // one snapshot for all reads
        {
            // The request timeout is too short for a rebuild while the disk is still writing an import.
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
        await Put(connection, cancellationToken); // stories published since the snapshot
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
        await log.WaitForRevision(revision, cancellationToken); // read-your-writes: this node now serves the new lists
        return revision;
    }
}
