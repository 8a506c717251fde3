using Npgsql;

namespace ContentApi.Data;

/// <summary>
/// Adds statements to batches, which PostgreSQL executes in one round trip. Parameters are positional (`$1`, `$2`, …), and their types follow
/// from those of the values.
/// </summary>
internal static class BatchExtensions
{
    public static void Add<T>(this NpgsqlBatch batch, string sql, T parameter) => batch.Add(sql, [Create(parameter)]);

    public static void Add<T1, T2>(this NpgsqlBatch batch, string sql, T1 first, T2 second) => batch.Add(sql, [Create(first), Create(second)]);

    public static void Add<T1, T2, T3>(this NpgsqlBatch batch, string sql, T1 first, T2 second, T3 third) => batch.Add(sql, [Create(first), Create(second), Create(third)]);

    private static void Add(this NpgsqlBatch batch, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter<T> Create<T>(T value) => new() { TypedValue = value };
}
