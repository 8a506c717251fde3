namespace ContentApi.Cli;

/// <summary>The exception that is thrown when no usable database is configured. Its message explains the reason to the operator.</summary>
internal sealed class DatabaseNotConfiguredException(string message) : Exception(message);
