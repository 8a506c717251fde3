namespace ContentApi.EmbeddedPostgres;

/// <summary>No embedded PostgreSQL can be had here. The message has the remedies, ready to copy.</summary>
internal sealed class EmbeddedPostgresException(string message) : Exception(message);
