using ContentApi.Data;
using ContentApi.Indexing.SearchIndex;
using Npgsql;

namespace ContentApi.Tests.Indexing;

/// <summary>Tests that <see cref="TsVectorBuilder"/> writes the same words and positions as `to_tsvector`.</summary>
public sealed class TsVectorBuilderTests(PostgresServer postgres)
{
    public static TheoryData<string, string> Texts => new()
    {
        { "One day", "the quick brown fox jumps over the lazy dog and the fox" },
        { "", "" },
        { "Most places", string.Join(' ', Enumerable.Repeat("again", 300)) + " end" },
        { "Last place", string.Join(' ', Enumerable.Range(0, 16_300).Select(n => $"w{n % 400}").Concat(Enumerable.Range(0, 300).Select(n => $"late{n}"))) },
        { "Far and wide", string.Join(' ', Enumerable.Range(0, 17_000).Select(n => $"w{n}")) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Vectors_equal_those_of_to_tsvector(string title, string body)
    {
        var dataSourceBuilder = new NpgsqlDataSourceBuilder(await postgres.CreateDatabase(empty: true));
        TsVectorMapping.Register(dataSourceBuilder);
        await using var dataSource = dataSourceBuilder.Build();
        await using var connection = await dataSource.OpenConnectionAsync();
        await Execute("create temporary table written (head tsvector, body tsvector)");
        var vector = new TsVectorBuilder(word => word).Add(title, 'A');
        var (headVector, fullVector) = (vector.Build(), vector.Add(body).Build());
        await using var insert = new NpgsqlCommand("insert into written values ($1, $2)", connection) { Parameters = { new() { Value = headVector }, new() { Value = fullVector } } };
        await insert.ExecuteNonQueryAsync();

        // Phrases must not match across texts, so each text starts two positions later: two filler words, deleted again.
        const string ExpectedSql = """
            select ts_delete(setweight(to_tsvector('simple', 'zz zz ' || $1), 'A'), 'zz')::text,
              ts_delete(setweight(to_tsvector('simple', 'zz zz ' || $1), 'A') || to_tsvector('simple', 'zz zz ' || $2), 'zz')::text
            """;
        await using var expectedCommand = new NpgsqlCommand(ExpectedSql, connection) { Parameters = { new() { Value = title }, new() { Value = body } } };
        await using var expected = await expectedCommand.ExecuteReaderAsync();
        Assert.True(await expected.ReadAsync());
        var (expectedHead, expectedFull) = (expected.GetString(0), expected.GetString(1));
        await expected.DisposeAsync();
        await using var select = new NpgsqlCommand("select head::text, body::text, tsvectorsend(head), tsvectorsend(body) from written", connection);
        await using var rows = await select.ExecuteReaderAsync();
        Assert.True(await rows.ReadAsync());
        Assert.Equal(expectedHead, rows.GetString(0));
        Assert.Equal(expectedFull, rows.GetString(1));
        Assert.Equal(headVector.Bytes, rows.GetFieldValue<byte[]>(2)); // already in PostgreSQL's order, so it does not sort the words
        Assert.Equal(fullVector.Bytes, rows.GetFieldValue<byte[]>(3));

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
