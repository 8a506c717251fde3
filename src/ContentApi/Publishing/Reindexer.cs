using System.Data;
using ContentApi.ChangeLog;
using ContentApi.Core.Formats;
using ContentApi.Data;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Indexing.SearchIndex;
using ContentApi.Library;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// Rebuilds the search index, the pre-serialized JSON and the recommendation lists, and renders outdated bodies again: everything
/// (`reindex`), or only what is missing.
/// </summary>
/// <remarks>Recommendation lists are part of responses, so a rebuild is a change of the library with a revision of its own.</remarks>
internal sealed class Reindexer(Database database, ChangeLogReader changeLog, IOptions<LibraryOptions> options)
{
    private const string SerializingStep = "Serializing";

    /// <summary>
    /// The number of outdated stories above which a full rebuild of the lists is faster than one update for each story. In a library of
    /// more than 5,000 stories, the threshold is a fiftieth of the stories.
    /// </summary>
    private const int MinRebuildThreshold = 100;

    /// <summary>
    /// If more than one story in this many has changed, document frequencies have changed so much that all lists are rebuilt.
    /// </summary>
    private const int RebuildFraction = 10;

    /// <summary>Selects the stories whose recommendation lists are missing or were computed for another revision of the story.</summary>
    private const string SelectOutdatedLists = """
        select s.id
        from story s
        left join story_terms t on t.story_id = s.id
        where t.revision is distinct from s.revision
        order by s.id
        """;

    /// <summary>Selects the stories that are missing from the search index because they predate it.</summary>
    private const string SelectUnindexed = "select id from story s where not exists (select from story_search where story_id = s.id) order by id";

    /// <summary>
    /// Indexes the stories that are missing from the search index because they predate it, and those whose recommendation lists are
    /// outdated. Returns the number of stories with outdated lists.
    /// </summary>
    public Task<int> IndexMissing(CancellationToken cancellationToken) => IndexMissing(new(), cancellationToken);

    /// <summary>
    /// Indexes missing and outdated stories at the end of an import, which defers the recommendation lists. Uses the term counts of the
    /// import. Returns the number of stories with outdated lists.
    /// </summary>
    public async Task<int> IndexMissing(TermCountCache termCounts, CancellationToken cancellationToken)
    {
        await IndexForSearch(SelectUnindexed, _ => { }, cancellationToken);
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await new SearchIndexWriter(connection, cancellationToken).FlushPendingLists();
        await TermMerger.Merge(connection, isIdle: true, cancellationToken);
        var outdated = await ListIds(connection, SelectOutdatedLists, cancellationToken);
        if (outdated.Count == 0)
        {
            return 0;
        }

        var total = await connection.ExecuteScalarAsync<int>(new CommandDefinition("select count(*) from story", cancellationToken: cancellationToken));
        if (outdated.Count > Math.Max(MinRebuildThreshold, total / 50) || outdated.Count > total / RebuildFraction || total <= RecommendationIndexWriter.SmallLibrarySize)
        {
            await RebuildLists(termCounts, _ => { }, cancellationToken);
            return outdated.Count;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Lock(connection, cancellationToken);
        await UpdateOutdatedLists(connection, cancellationToken);
        await RecordAndCommit(connection, transaction, cancellationToken);
        return outdated.Count;
    }

    /// <summary>
    /// Rebuilds everything and returns the new revision. Publications wait while a batch of stories is indexed or serialized and while the
    /// new lists are written, but not while the lists are computed.
    /// </summary>
    public async Task<long> RebuildAll(Action<RebuildProgress> report, CancellationToken cancellationToken)
    {
        const string SelectAll = "select id from story order by id";
        await RenderOutdatedBodies(report, cancellationToken);
        await IndexForSearch(SelectAll, report, cancellationToken);
        await RunInBatches(SerializingStep, SelectAll, RenderJson, report, cancellationToken);
        return await RebuildLists(new(), report, cancellationToken);
    }

    /// <summary>
    /// Renders the bodies again that another version stored in another format, and waits until this node serves them. Each batch is a
    /// revision in which its stories are updated. Returns the number of stories.
    /// </summary>
    public Task<int> RenderOutdatedBodies(CancellationToken cancellationToken) => RenderOutdatedBodies(_ => { }, cancellationToken);

    private async Task<int> RenderOutdatedBodies(Action<RebuildProgress> report, CancellationToken cancellationToken)
    {
        var stories = await RunInBatches(
            "Rendering", StoryBodyWriter.SelectOutdated, (connection, batch, token) => new StoryBodyWriter(connection, options.Value, token).Write(batch), report, cancellationToken);
        if (stories > 0)
        {
            await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
            var revision = await connection.ExecuteScalarAsync<long>(new CommandDefinition("select revision from library_revision", cancellationToken: cancellationToken));
            await changeLog.WaitForRevision(revision, cancellationToken);
        }

        return stories;
    }

    /// <summary>
    /// Serializes the stories without current JSON. Responses stay the same, so the revision does not change. Returns the number of
    /// stories.
    /// </summary>
    public Task<int> RenderMissingJson(CancellationToken cancellationToken) => RunInBatches(SerializingStep, StoryJsonWriter.SelectWithoutCurrentJson, RenderJson, _ => { }, cancellationToken);

    /// <summary>
    /// Returns whether any of the hundred newest stories has no current JSON or an outdated body. The check is cheap enough for each startup.
    /// </summary>
    public async Task<bool> IsJsonMissing(CancellationToken cancellationToken)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"""
            select coalesce(bool_or(({CardSql.HasCurrentJson}) is not true or s.body_format <> {RenderedStory.FormatVersion}), false)
            from (select revision, json_revision, json_format, body_format from story order by published_at desc, id desc limit 100) as s
            """,
            new { options.Value.FormatVersion },
            cancellationToken: cancellationToken));
    }

    /// <summary>Rebuilds the search documents of the selected stories.</summary>
    private async Task IndexForSearch(string selectIds, Action<RebuildProgress> report, CancellationToken cancellationToken)
    {
        if (await RunInBatches("Indexing", selectIds, (connection, batch, token) => new SearchIndexWriter(connection, token).Index(batch), report, cancellationToken) > 0)
        {
            await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
            await new SearchIndexWriter(connection, cancellationToken).FlushPendingLists();
        }
    }

    /// <summary>Runs a step for the selected stories in batches, each batch under the publishing lock.</summary>
    private async Task<int> RunInBatches(
        string step, string selectIds, Func<NpgsqlConnection, Guid[], CancellationToken, Task> processBatch, Action<RebuildProgress> report, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        var ids = await ListIds(connection, selectIds, cancellationToken);
        foreach (var (i, batch) in ids.Chunk(Publisher.BatchSize).Index())
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await Lock(connection, cancellationToken);
            await processBatch(connection, batch, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            report(new(step, Math.Min((i + 1) * Publisher.BatchSize, ids.Count), ids.Count));
        }

        return ids.Count;
    }

    private Task RenderJson(NpgsqlConnection connection, Guid[] ids, CancellationToken cancellationToken) =>
        new StoryJsonWriter(connection, options.Value, cancellationToken).Write(ids);

    /// <summary>
    /// Returns the ids of the selected stories, without a timeout: the query scans the library and may take longer than a request or a
    /// publication.
    /// </summary>
    private async Task<List<Guid>> ListIds(NpgsqlConnection connection, string selectIds, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("set local statement_timeout = 0", cancellationToken: cancellationToken));
        return (await connection.QueryAsync<Guid>(new CommandDefinition(selectIds, new { options.Value.FormatVersion }, commandTimeout: 0, cancellationToken: cancellationToken))).AsList();
    }

    private async Task<long> RebuildLists(TermCountCache termCounts, Action<RebuildProgress> report, CancellationToken cancellationToken)
    {
        using var rebuilder = new RecommendationRebuilder(termCounts, report);
        await using (var readConnection = await database.Reads.OpenConnectionAsync(cancellationToken))
        await using (await readConnection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken)) // one snapshot for all reads
        {
            // The default statement timeout is too short for a rebuild while the disk is still writing an import.
            await readConnection.ExecuteAsync(new CommandDefinition("set local statement_timeout = 0", cancellationToken: cancellationToken));
            await rebuilder.Read(readConnection, cancellationToken);
        }

        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("set local statement_timeout = 0", cancellationToken: cancellationToken));
        var writer = new RebuildWriter(connection, cancellationToken);
        await writer.StageLists(rebuilder.ComputeLists());

        report(new("Writing", 0, rebuilder.Stories.Count));
        await Lock(connection, cancellationToken);
        await writer.ReplaceIndex(rebuilder);
        await UpdateOutdatedLists(connection, cancellationToken); // stories published since the snapshot
        var revision = await RecordAndCommit(connection, transaction, cancellationToken);
        report(new("Writing", rebuilder.Stories.Count, rebuilder.Stories.Count));
        return revision;
    }

    private static Task<int> Lock(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition("select revision from library_revision for update", cancellationToken: cancellationToken));

    private static async Task UpdateOutdatedLists(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var comparer = new StoryComparer(new()); // the shared cache must not see the changes of this transaction before they are committed
        await connection.ExecuteAsync(new CommandDefinition("select from term_statistics for update", cancellationToken: cancellationToken)); // excludes TermMerger
        foreach (var storyId in (await connection.QueryAsync<Guid>(new CommandDefinition(SelectOutdatedLists, cancellationToken: cancellationToken))).AsList())
        {
            var (attributes, text, stored) = await ComparableStoryRow.Read(connection, storyId, cancellationToken);
            await using var batch = connection.CreateBatch();
            var comparison = await comparer.Compare(connection, attributes, text, stored, cancellationToken);
            RecommendationIndexWriter.Index(batch, comparison, attributes);
            RecommendationIndexWriter.ChangeTerms(batch, [comparison]);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task<long> RecordAndCommit(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(PublisherSql.RecordReindex, cancellationToken: cancellationToken));
        await results.ReadAsync();
        var revision = await results.ReadSingleAsync<long>();
        await results.DisposeAsync();
        await transaction.CommitAsync(cancellationToken);
        await changeLog.WaitForRevision(revision, cancellationToken); // read-your-writes: this node now serves the new lists
        return revision;
    }
}
