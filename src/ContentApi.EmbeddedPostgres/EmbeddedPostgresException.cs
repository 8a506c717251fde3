namespace ContentApi.EmbeddedPostgres;

/// <summary>
/// The exception that is thrown when an operation on the embedded PostgreSQL fails. Where a remedy exists, the message contains it.
/// </summary>
internal sealed class EmbeddedPostgresException(string message) : Exception(message);
