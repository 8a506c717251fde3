namespace ContentApi.Web;

/// <summary>Thrown when the service cannot listen on an address. The message names it, and is meant for the operator.</summary>
internal sealed class ListenAddressException(string message) : Exception(message);
