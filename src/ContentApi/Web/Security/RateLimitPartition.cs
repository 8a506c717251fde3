using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ContentApi.Web.Security;

/// <summary>Who shares an allowance: a key, or an address; of IPv6 a /64, which is what one customer gets.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RateLimitPartition(byte Kind, Guid Name)
{
    public static RateLimitPartition From(Caller caller) => new(Kind: 1, caller.KeyId);

    /// <param name="address">Where the request came from.</param>
    /// <param name="isGuessing">It carries a wrong key: that is counted apart, so that it does not cost others who share the address.</param>
    public static RateLimitPartition From(IPAddress? address, bool isGuessing)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null)
        {
            return new(Kind: 2, Guid.Empty);
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out _);
        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
        {
            bytes[8..].Clear();
        }

        var kind = plain.AddressFamily == AddressFamily.InterNetwork ? 4 : 6;
        return new((byte)(isGuessing ? kind + 10 : kind), new Guid(bytes));
    }
}
