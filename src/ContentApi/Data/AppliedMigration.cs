namespace ContentApi.Data;

/// <summary>A script that ran on the database, with the checksum of its text.</summary>
internal sealed record AppliedMigration(string Script, string Checksum);
