using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ContentApi.Web.Security;

/// <summary>
/// Identifies the callers that share a rate limit: an API key, an IPv4 address, or an IPv6 /64, the usual customer prefix.
/// </summary>
/// <param name="Kind">
/// 1: API key; 2: unknown address; 4: IPv4 address; 6: IPv6 /64. For requests with an invalid key, 14 instead of 4 and 16 instead of 6.
/// </param>
/// <param name="Id">The id of the API key, or the bytes of the address.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RateLimitPartition(byte Kind, Guid Id)
{
    public static RateLimitPartition From(Caller caller) => new(Kind: 1, caller.KeyId);

    /// <param name="address">The remote IP address.</param>
    /// <param name="hasInvalidKey">
    /// Whether the request has an invalid key. Such requests count separately, so that they do not affect other callers at the address.
    /// </param>
    public static RateLimitPartition From(IPAddress? address, bool hasInvalidKey)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null)
        {
            return new(Kind: 2, Guid.Empty);
        }

        var normalized = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        normalized.TryWriteBytes(bytes, out _);
        if (normalized.AddressFamily == AddressFamily.InterNetworkV6)
        {
            bytes[8..].Clear();
        }

        var kind = normalized.AddressFamily == AddressFamily.InterNetwork ? 4 : 6;
        return new((byte)(hasInvalidKey ? kind + 10 : kind), new Guid(bytes));
    }
}
