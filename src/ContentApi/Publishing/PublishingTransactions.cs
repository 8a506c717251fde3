using ContentApi.Data;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// Runs the transactions that change published content. In the database they run one after another, because each locks the revision. Those
/// of this node wait for each other here, so that a node occupies at most one connection with waiting.
/// </summary>
internal sealed class PublishingTransactions(Database database) : IDisposable
{
    private readonly SemaphoreSlim nodeLock = new(1);

    /// <summary>Runs a change. Commits it if the change says so; otherwise rolls it back.</summary>
    /// <param name="change">Makes the change.</param>
    /// <param name="cancellationToken">A token to cancel the change. It does not cancel the commit.</param>
    public async Task<Change<T>> Run<T>(Func<NpgsqlConnection, CancellationToken, Task<Change<T>>> change, CancellationToken cancellationToken)
    {
        await nodeLock.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var changed = await change(connection, cancellationToken);
            if (changed.ShouldCommit)
            {
                await transaction.CommitAsync(CancellationToken.None); // a client that disconnects must not cancel the commit
            }

            return changed;
        }
        finally
        {
            nodeLock.Release();
        }
    }

    public void Dispose() => nodeLock.Dispose();

    /// <summary>The result of a change, the revision at which it is accurate, and whether to commit the change.</summary>
    public sealed record Change<T>(T Result, long Revision, bool ShouldCommit);
}
