using System.Collections.Concurrent;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>
/// Caches the document frequencies of terms until they change in the database. A publication needs the frequencies of about 1,500 terms,
/// and most of them are the same as for the previous publications. Safe for concurrent use.
/// </summary>
internal sealed class TermStatisticsCache
{
    /// <summary>The maximum number of cached terms, about 20 MB.</summary>
    private const int MaxTerms = 400_000;

    private volatile Snapshot current = new(-1, 0, 0, []);

    /// <summary>Returns the current statistics of the library, with the frequencies of these terms.</summary>
    public async Task<TermStatistics> Read(NpgsqlConnection connection, IReadOnlyCollection<int> terms, CancellationToken cancellationToken)
    {
        var snapshot = current;
        var missing = FindMissing(snapshot.Frequencies, terms);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select version, story_count, word_count from term_statistics;

            select hash, story_count from term where hash = any(@Missing);
            """,
            new { Missing = missing },
            cancellationToken: cancellationToken));
        var (version, storyCount, wordCount) = await results.ReadSingleAsync<(long, int, long)>();
        var found = await results.ReadAsync<(int, int)>();
        await results.DisposeAsync();
        if (version == snapshot.Version && snapshot.Frequencies.Count <= MaxTerms)
        {
            Add(snapshot.Frequencies, missing, found);
            return snapshot.ToStatistics();
        }

        // The frequencies have changed.
        current = snapshot = new(version, storyCount, wordCount, []);
        await ReadMissing(connection, snapshot.Frequencies, terms, cancellationToken);
        return snapshot.ToStatistics();
    }

    /// <summary>Adds the frequencies of further terms to statistics that <see cref="Read"/> has returned.</summary>
    public static Task ReadMissing(NpgsqlConnection connection, TermStatistics statistics, IReadOnlyCollection<int> terms, CancellationToken cancellationToken) =>
        ReadMissing(connection, (ConcurrentDictionary<int, int>)statistics.DocumentFrequencies, terms, cancellationToken);

    private static async Task ReadMissing(NpgsqlConnection connection, ConcurrentDictionary<int, int> frequencies, IReadOnlyCollection<int> terms, CancellationToken cancellationToken)
    {
        if (FindMissing(frequencies, terms) is { Length: > 0 } missing)
        {
            Add(frequencies, missing, await connection.QueryAsync<(int, int)>(new CommandDefinition(
                "select hash, story_count from term where hash = any(@Missing)", new { Missing = missing }, cancellationToken: cancellationToken)));
        }
    }

    private static int[] FindMissing(ConcurrentDictionary<int, int> frequencies, IReadOnlyCollection<int> terms) => terms.Where(term => !frequencies.ContainsKey(term)).Distinct().ToArray();

    /// <summary>Adds frequencies. A term that was not found occurs in no story.</summary>
    private static void Add(ConcurrentDictionary<int, int> frequencies, int[] missing, IEnumerable<(int Term, int StoryCount)> found)
    {
        foreach (var (term, storyCount) in found)
        {
            frequencies[term] = storyCount;
        }

        foreach (var term in missing)
        {
            frequencies.TryAdd(term, 0);
        }
    }

    private sealed record Snapshot(long Version, int StoryCount, long WordCount, ConcurrentDictionary<int, int> Frequencies)
    {
        public TermStatistics ToStatistics() => new(StoryCount, WordCount, Frequencies);
    }
}
