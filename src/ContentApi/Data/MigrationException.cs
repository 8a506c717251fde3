namespace ContentApi.Data;

/// <summary>The schema could not be brought up to date. The message says why and is meant for the operator.</summary>
internal sealed class MigrationException(string message, Exception? cause = null) : Exception(message, cause);
