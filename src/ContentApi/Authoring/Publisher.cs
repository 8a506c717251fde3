using ContentApi.Data;
using Npgsql;

namespace ContentApi.Authoring;

/// <summary>What became of a document.</summary>
internal enum PublicationOutcome
{
    Created,
    Updated,
    Unchanged,
    Invalid,
}

/// <summary>What became of a document: the revision of the change, or the reason why there is none.</summary>
internal sealed record Publication(string Slug, PublicationOutcome Outcome, long? Revision = null, string? Reason = null);

/// <summary>
/// The only place that writes the library. Each document becomes one revision; a batch is one transaction: lock the revision,
/// read what is there, write everything, append to the log, notify.
/// </summary>
internal sealed class Publisher(Database database)
{
    /// <summary>How many documents share a transaction at most.</summary>
    public const int BatchSize = 100;

    /// <summary>
    /// Publishes the documents, in their order. If the transaction fails, they are tried again one by one, so that only the one at
    /// fault is left out.
    /// </summary>
    /// <exception cref="NpgsqlException">The database is away; nothing of the unanswered part is published.</exception>
    public async Task<IReadOnlyList<Publication>> Publish(IReadOnlyList<StoryProjection> stories, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stories.Count, BatchSize, nameof(stories));
        try
        {
            return await PublishTogether(stories, cancellation);
        }
        catch (PostgresException e) when (IsFaultOfContent(e))
        {
            if (stories.Count == 1)
            {
                return [new(stories[0].Slug, PublicationOutcome.Invalid, Reason: e.MessageText)];
            }
        }

        List<Publication> publications = [];
        foreach (var story in stories)
        {
            publications.AddRange(await Publish([story], cancellation));
        }

        return publications;
    }

    private async Task<IReadOnlyList<Publication>> PublishTogether(IReadOnlyList<StoryProjection> stories, CancellationToken cancellation)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);

        var before = await LibraryState.Lock(connection, stories, cancellation);
        var changes = new LibraryChanges(before);
        var publications = stories.Select(changes.Add).ToList();
        if (changes.IsEmpty)
        {
            return publications;
        }

        await changes.Write(connection, cancellation);
        await transaction.CommitAsync(cancellation);
        return publications;
    }

    /// <summary>Data exceptions (class 22) and broken constraints (class 23): what another try with the same content would not mend.</summary>
    private static bool IsFaultOfContent(PostgresException e) => e.SqlState is ['2', '2' or '3', ..];
}
