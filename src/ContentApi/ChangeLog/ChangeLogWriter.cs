using System.Globalization;
using ContentApi.Data;
using Npgsql;

namespace ContentApi.ChangeLog;

/// <summary>Appends to the change log. Used inside a transaction that holds the lock on the revision.</summary>
internal static class ChangeLogWriter
{
    /// <summary>Adds the statements that append changes, set the revision to that of the last change, and notify the nodes.</summary>
    public static void Append(NpgsqlBatch batch, IReadOnlyList<ChangeRow> changes)
    {
        if (changes.Count > 0)
        {
            var last = changes[^1];
            ChangeRow.Columns.Insert(batch, changes);
            batch.Add("update library_revision set revision = $1, changed_at = $2", last.Revision, last.ChangedAt);
            batch.Add($"select pg_notify('{ChangeLogListener.Channel}', $1)", last.Revision.ToString(CultureInfo.InvariantCulture));
        }
    }
}
