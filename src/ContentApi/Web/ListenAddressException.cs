namespace ContentApi.Web;

/// <summary>An address of the service is taken. The message says which, and is meant for the operator.</summary>
internal sealed class ListenAddressException(string message) : Exception(message);
