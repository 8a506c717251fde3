using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ContentApi.Web.Connections;
using Microsoft.Extensions.Options;

namespace ContentApi.Web;

/// <summary>Configures the addresses to listen on: those of the ASP.NET Core settings, or <see cref="Default"/>.</summary>
internal static class ListenAddresses
{
    public const string Default = "http://localhost:5080";

    /// <exception cref="OptionsValidationException">An address is invalid.</exception>
    public static void AddListenAddresses(this WebApplicationBuilder builder)
    {
        if (GetConfigured(builder.Configuration).Count == 0 && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(Default);
        }
    }

    /// <summary>Checks the descriptor limit and the addresses before anything is started.</summary>
    /// <exception cref="OptionsValidationException">The descriptor limit is too low.</exception>
    /// <exception cref="ListenAddressException">The service cannot listen on an address.</exception>
    public static void EnsureCanListen(this WebApplicationBuilder builder, bool willListen)
    {
        if (willListen)
        {
            builder.EnsureDescriptorsSuffice();
            builder.EnsureAddressesAreFree();
        }
    }

    /// <summary>
    /// Tries to bind each address before anything else is started. A server that is already running is the most common startup error,
    /// and Kestrel reports it late, with two stack traces.
    /// </summary>
    private static void EnsureAddressesAreFree(this WebApplicationBuilder builder)
    {
        foreach (var address in GetConfigured(builder.Configuration).Where(address => address is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 }))
        {
            foreach (var ip in ResolveInterfaces(address.Host))
            {
                try
                {
                    using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(ip, address.Port));
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
                {
                    throw new ListenAddressException($"{address} is in use by another process. Stop that process, or choose another URL with --urls, for example --urls http://localhost:{address.Port + 1}");
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied || (e.SocketErrorCode == SocketError.AddressNotAvailable && !IPAddress.IsLoopback(ip)))
                {
                    throw new ListenAddressException($"This process cannot listen on {address}: {e.Message}. Choose another URL with --urls, for example --urls {Default}");
                }
                catch (SocketException)
                {
                    // For example, a machine without IPv6. Kestrel reports actual errors.
                }
            }
        }
    }

    private static List<BindingAddress> GetConfigured(ConfigurationManager configuration)
    {
        if (configuration["urls"] is { Length: > 0 } urls)
        {
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToList();
        }

        return ParsePorts("http_ports", "http").Concat(ParsePorts("https_ports", "https")).ToList();

        IEnumerable<BindingAddress> ParsePorts(string key, string scheme) =>
            (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port =>
                ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                    ? BindingAddress.Parse($"{scheme}://*:{port}")
                    : throw CreateException(key, $"must list ports such as 8080; it contains '{port}'."));
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url.Trim());
            return address.Scheme is "http" or "https" && address.Port is >= 0 and <= ushort.MaxValue
                ? address
                : throw new FormatException();
        }
        catch (FormatException)
        {
            throw CreateException("urls", $"must list URLs such as {Default}; it contains '{url}'.");
        }
    }

    private static OptionsValidationException CreateException(string key, string rule) => new(key, typeof(BindingAddress), [$"{key} {rule}"]);

    private static IPAddress[] ResolveInterfaces(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : IPAddress.TryParse(host, out var ip) ? [ip]
        : [IPAddress.Any, IPAddress.IPv6Any];
}
