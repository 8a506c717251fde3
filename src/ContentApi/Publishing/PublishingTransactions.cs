using ContentApi.ChangeLog;
using ContentApi.Data;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// Runs the transactions that change published content. In the database they run one after another, because each locks the revision. Those
/// of this node wait for each other here, so that a node occupies at most one connection with waiting.
/// </summary>
internal sealed class PublishingTransactions(Database database, ChangeLogReader changeLog) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>
    /// Runs a change. Commits it if it returns a new revision, and then waits until this node serves that revision.
    /// </summary>
    /// <param name="change">Makes the change. Returns its result, the revision at which the result is accurate, and whether to commit.</param>
    /// <param name="cancellationToken">A token to cancel the change. It does not cancel the commit.</param>
    public async Task<T> Run<T>(Func<NpgsqlConnection, CancellationToken, Task<Change<T>>> change, CancellationToken cancellationToken)
    {
        var changed = await RunInTurn(change, cancellationToken);
        await changeLog.WaitForRevision(changed.Revision, cancellationToken); // read-your-writes
        return changed.Result;
    }

    public void Dispose() => turn.Dispose();

    private async Task<Change<T>> RunInTurn<T>(Func<NpgsqlConnection, CancellationToken, Task<Change<T>>> change, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var changed = await change(connection, cancellationToken);
            if (changed.Commits)
            {
                await transaction.CommitAsync(CancellationToken.None); // a client that disconnects must not cancel the commit
            }

            return changed;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The result of a change, and the revision at which it is accurate.</summary>
    public sealed record Change<T>(T Result, long Revision, bool Commits);
}
