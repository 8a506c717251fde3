namespace ContentApi.Data;

/// <summary>
/// The exception that is thrown when the schema is incompatible or cannot be migrated. Its message explains the reason to the operator.
/// </summary>
internal sealed class MigrationException(string message, Exception? innerException = null) : Exception(message, innerException);
