using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ContentApi.Web.Connections;
using Microsoft.Extensions.Options;

namespace ContentApi.Web;

/// <summary>Where the service listens: as ASP.NET Core's own settings say, else <see cref="Default"/>.</summary>
internal static class ListenAddresses
{
    public const string Default = "http://localhost:5080";

    /// <exception cref="OptionsValidationException">An address is none.</exception>
    public static void AddAddresses(this WebApplicationBuilder builder)
    {
        if (Configured(builder.Configuration).Count == 0 && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(Default);
        }
    }

    /// <summary>Checks what the server needs before anything is started: descriptors, and its addresses.</summary>
    /// <exception cref="OptionsValidationException">The descriptor limit is too low.</exception>
    /// <exception cref="ListenAddressException">An address cannot be listened on.</exception>
    public static void EnsureCanListen(this WebApplicationBuilder builder, bool listens)
    {
        if (listens)
        {
            builder.EnsureDescriptorsSuffice();
            builder.EnsureAddressesAreFree();
        }
    }

    /// <summary>
    /// Tries each address before anything else is started: a server that runs already is the commonest fault at start, and Kestrel
    /// tells of it late, in two stack traces.
    /// </summary>
    private static void EnsureAddressesAreFree(this WebApplicationBuilder builder)
    {
        foreach (var address in Configured(builder.Configuration).Where(address => address is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 }))
        {
            foreach (var ip in Interfaces(address.Host))
            {
                try
                {
                    using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(ip, address.Port));
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
                {
                    throw new ListenAddressException($"{address} is in use by another process. Stop that one, or choose another address with --urls, for example --urls http://localhost:{address.Port + 1}");
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied || (e.SocketErrorCode == SocketError.AddressNotAvailable && !IPAddress.IsLoopback(ip)))
                {
                    throw new ListenAddressException($"This process cannot listen on {address}: {e.Message}. Choose another address with --urls, for example --urls {Default}");
                }
                catch (SocketException)
                {
                    // A machine without IPv6, for example. What is really wrong, Kestrel will find.
                }
            }
        }
    }

    private static List<BindingAddress> Configured(ConfigurationManager configuration)
    {
        if (configuration["urls"] is { Length: > 0 } urls)
        {
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToList();
        }

        return Ports("http_ports", "http").Concat(Ports("https_ports", "https")).ToList();

        IEnumerable<BindingAddress> Ports(string key, string scheme) =>
            (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port =>
                ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                    ? BindingAddress.Parse($"{scheme}://*:{port}")
                    : throw Fault(key, $"must list ports such as 8080; '{port}' is none."));
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
            throw Fault("urls", $"must list addresses such as {Default}; '{url}' is none.");
        }
    }

    private static OptionsValidationException Fault(string key, string rule) => new(key, typeof(BindingAddress), [$"{key} {rule}"]);

    private static IPAddress[] Interfaces(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : IPAddress.TryParse(host, out var ip) ? [ip]
        : [IPAddress.Any, IPAddress.IPv6Any];
}
