namespace ContentApi.Data;

/// <summary>A PostgreSQL `tsvector` in its binary format, to be written to the database.</summary>
internal sealed record TsVector(byte[] Bytes);
