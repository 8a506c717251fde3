namespace ContentApi.Cli;

/// <summary>There is no database to work on. The message says why and is meant for the operator.</summary>
internal sealed class DatabaseNotConfiguredException(string message) : Exception(message);
