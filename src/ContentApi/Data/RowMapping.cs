using Npgsql;

namespace ContentApi.Data;

/// <summary>
/// Maps records to the columns of a table, and creates the statements that insert them. The one place where the members of a record meet
/// the columns of its table.
/// </summary>
/// <param name="table">The name of the table.</param>
/// <param name="key">The column by which an existing row is updated instead, or null if no row may exist.</param>
internal sealed class RowMapping<T>(string table, string? key = null)
{
    private readonly List<MappedColumn> columns = [];
    private string? insertManySql;
    private string? insertOneSql;

    /// <summary>Adds a column.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="type">The PostgreSQL type of the value.</param>
    /// <param name="getValue">Returns the value of a record.</param>
    /// <param name="expression">The SQL expression that converts the value to the column, or null if none is needed.</param>
    /// <param name="isInsertOnly">Whether an existing row keeps its value.</param>
    public RowMapping<T> Column<TValue>(string name, string type, Func<T, TValue> getValue, string? expression = null, bool isInsertOnly = false)
    {
        columns.Add(new(
            name,
            type,
            expression,
            isInsertOnly,
            rows => new NpgsqlParameter<TValue[]> { TypedValue = [.. rows.Select(getValue)], DataTypeName = $"{type}[]" },
            row => new NpgsqlParameter { Value = (object?)getValue(row) ?? DBNull.Value, DataTypeName = type }));
        return this;
    }

    /// <summary>Adds a statement that inserts the records. Adds nothing for an empty list. Does not support columns of array types.</summary>
    public void Insert(NpgsqlBatch batch, IReadOnlyList<T> rows)
    {
        if (rows.Count > 0)
        {
            insertManySql ??= $"""
                insert into {table} ({JoinNames()})
                select {string.Join(", ", columns.Select(column => column.Expression ?? column.Name))}
                from unnest({string.Join(", ", columns.Select((_, index) => $"${index + 1}"))}) as input ({JoinNames()}){OnConflict()}
                """;
            var command = new NpgsqlBatchCommand(insertManySql);
            columns.ForEach(column => command.Parameters.Add(column.CreateArray(rows)));
            batch.BatchCommands.Add(command);
        }
    }

    /// <summary>Adds a statement that inserts one record. Supports columns of array types, but no expressions.</summary>
    public void InsertOne(NpgsqlBatch batch, T row)
    {
        insertOneSql ??= $"""
            insert into {table} ({JoinNames()})
            values ({string.Join(", ", columns.Select((column, index) => $"${index + 1}"))}){OnConflict()}
            """;
        var command = new NpgsqlBatchCommand(insertOneSql);
        columns.ForEach(column => command.Parameters.Add(column.CreateSingle(row)));
        batch.BatchCommands.Add(command);
    }

    private string JoinNames() => string.Join(", ", columns.Select(column => column.Name));

    private string OnConflict() => key is null
        ? ""
        : $"\non conflict ({key}) do update set {string.Join(", ", columns.Where(column => column.Name != key && !column.IsInsertOnly).Select(column => $"{column.Name} = excluded.{column.Name}"))}";

    private sealed record MappedColumn(string Name, string Type, string? Expression, bool IsInsertOnly, Func<IReadOnlyList<T>, NpgsqlParameter> CreateArray, Func<T, NpgsqlParameter> CreateSingle);
}
