using Dapper;
using Npgsql;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>
/// Merges the changes of document frequencies that publications append (`term_change`) into the `term` table, many stories at once. Needs no
/// lock on the revision: frequencies are no published content.
/// </summary>
internal static class TermMerger
{
    /// <summary>
    /// The condition that enough changes wait: those of 2 percent of the stories, at most 256. Fewer stories hardly change a frequency. A busy
    /// node checks it only as often as it merges the pending lists.
    /// </summary>
    private const string IsDueSql = "(select count(*) from term_change) >= least(256, greatest(1, (select story_count from term_statistics) / 50))";

    /// <summary>
    /// Merges at most 256 changes. The row lock lets only one node merge at a time. Terms are written in the order of their hashes, like
    /// those of <see cref="RecommendationIndexWriter.ChangeTerms"/>, so that the two cannot deadlock.
    /// </summary>
    private const string MergeSql = """
        with lock as materialized (
          select from term_statistics for update),
        taken as (
          delete from term_change where id in (select id from term_change, lock order by id limit 256)
          returning story_count, word_count, added, words, removed),
        changes as (
          -- the shortest word, then the first one: chr() puts the length before it
          select hash, sum(change)::integer as change, substr(min(chr(length(word)) || word collate "C"), 2) as word
          from (
            select added.hash, 1 as change, nullif(added.word, '') as word from taken, unnest(added, words) as added (hash, word)
            union all
            select removed.hash, -1, null from taken, unnest(removed) as removed (hash)) as terms
          group by hash),
        merged as (
          insert into term (hash, word, story_count)
          select hash, coalesce(word, ''), change from changes
          where change > 0 or exists (select from term where term.hash = changes.hash)
          order by hash
          on conflict (hash) do update set
            story_count = greatest(term.story_count + excluded.story_count, 0),
            word = case when (length(excluded.word), excluded.word collate "C") < (length(term.word), term.word collate "C") and excluded.word <> '' then excluded.word else term.word end)
        update term_statistics set
          story_count = term_statistics.story_count + sums.story_count, word_count = term_statistics.word_count + sums.word_count, version = version + 1
        from (select coalesce(sum(story_count), 0)::integer as story_count, coalesce(sum(word_count), 0) as word_count, count(*) as rows from taken) as sums
        where sums.rows > 0
        """;

    /// <summary>Merges the waiting changes if there are enough of them, or any at all if <paramref name="isIdle"/>.</summary>
    public static async Task Merge(NpgsqlConnection connection, bool isIdle, CancellationToken cancellationToken)
    {
        while (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(isIdle ? "select exists (select from term_change)" : $"select {IsDueSql}", cancellationToken: cancellationToken)))
        {
            await connection.ExecuteAsync(new CommandDefinition(MergeSql, cancellationToken: cancellationToken));
        }
    }
}
