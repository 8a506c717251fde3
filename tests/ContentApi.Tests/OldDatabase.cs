using Dapper;
using Npgsql;

namespace ContentApi.Tests;

/// <summary>Creates a database with the journal of an older version, whose eleven scripts are incompatible with the current ones.</summary>
internal static class OldDatabase
{
    private const string Journal = """
        create table migration (
          script      text        primary key,
          checksum    text        not null,
          applied_at  timestamptz not null default now()
        );

        insert into migration (script, checksum) values
          ('0001_library.sql', '2655a369e7396fc3c0a7e9f4485208eeefa35f9fc75efd14c1bf3579ba342308'),
          ('0002_newsroom.sql', '2df7c14a5b781efd396e49ab283ef55c1a6b81f69c1a1246defae6ae149ea51d'),
          ('0003_access.sql', 'ceaed8d29be6b65b4f744442ab135b9c2c9c789611a479e3147900ca4bd1e237'),
          ('0004_search.sql', '6464a687bf9ef26db0d251a0e09ade77dcfde67af7f5a8174d8a162aa6498c3b'),
          ('0005_recommendations.sql', '3fd74ceebbb4221035e686002504f212ff32b4c6ab4c45dac94393dace8297cb'),
          ('0006_compression.sql', 'c9de3e04d03b102b5d53bae812dc7a417d7a460b24d18b49b265e0c86688f561'),
          ('0007_finished.sql', 'b58aa357e92361cc89ebf60194779fced1c7e546deda9b90ebc6fd3d96fa4fb5'),
          ('0008_heads.sql', '94bd65b207232268f7754fa9c046be8303bda2d7c718d5569da93dd8970b11d6'),
          ('0009_lists.sql', 'fd34c68fbee5bbc7339f3b9a4bc02fad2775dd75fcde91bc932ad2bff5345a29'),
          ('0010_found.sql', 'c486102bf49e7bda2c7f8b4e4bf327fa7dabe8499a172cba60f2cd10dd384ea4'),
          ('0011_ranked.sql', 'b4bd9fc4304a3bf576bf23750c2e4eab90c133376b78e65ccfdfb3cebb907e79');
        """;

    public static async Task<string> Create(PostgresServer postgres)
    {
        var connectionString = await postgres.CreateDatabase(empty: true);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.ExecuteAsync(Journal);
        return connectionString;
    }
}
