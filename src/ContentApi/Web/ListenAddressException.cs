namespace ContentApi.Web;

/// <summary>Thrown when the service cannot listen on an address. The message is written for the operator and names the address.</summary>
internal sealed class ListenAddressException(string message) : Exception(message);
