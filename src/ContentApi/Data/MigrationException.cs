namespace ContentApi.Data;

/// <summary>Thrown when the schema cannot be migrated. The message gives the reason, and is meant for the operator.</summary>
internal sealed class MigrationException(string message, Exception? innerException = null) : Exception(message, innerException);
