using ContentApi.ChangeLog;
using ContentApi.Data;
using Dapper;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>Runs changes of published content other than publications, each in a publishing transaction.</summary>
internal sealed class LibraryEdits(PublishingTransactions transactions, IndexMaintenance maintenance, ChangeLogReader changeLog)
{
    /// <summary>
    /// Runs an edit of the drafts and stories with the slugs, and of the founders and topics with the keys. Appends what the edit records to
    /// the logs, and commits if there is anything.
    /// </summary>
    public async Task<T> Run<T>(string[] slugs, NamedResourceKeys keys, Func<LibraryEdit, Task<T>> edit, CancellationToken cancellationToken)
    {
        var change = await transactions.Run(
            async (connection, token) =>
            {
                var context = await PublicationContext.LockAndRead(connection, slugs, keys, token);
                var recorder = new ChangeRecorder(context);
                var result = await edit(new(context, recorder, connection, token));
                await using var batch = connection.CreateBatch();
                ChangeLogWriter.Append(batch, recorder.Changes);
                AuditRow.Columns.Insert(batch, recorder.AuditEntries);
                if (batch.BatchCommands.Count > 0)
                {
                    await batch.ExecuteNonQueryAsync(token);
                }

                return new PublishingTransactions.Change<T>(result, recorder.Revision, ShouldCommit: batch.BatchCommands.Count > 0);
            },
            cancellationToken);
        maintenance.ReportChange(change.ShouldCommit ? 1 : 0);
        await changeLog.WaitForRevision(change.Revision, cancellationToken); // read-your-writes
        return change.Result;
    }
}

/// <summary>An edit in progress: the locked state, the entries for the logs, and the connection of the transaction.</summary>
internal sealed record LibraryEdit(PublicationContext Context, ChangeRecorder Recorder, NpgsqlConnection Connection, CancellationToken CancellationToken)
{
    public Task<int> Execute(string sql, object parameters) => Connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: CancellationToken));
}
