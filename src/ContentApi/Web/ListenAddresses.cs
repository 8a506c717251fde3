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
        if (GetConfigured(builder.Configuration).Count == 0)
        {
            builder.WebHost.UseUrls(Default);
        }
    }

    /// <summary>Checks the descriptor limit and the addresses before anything is started.</summary>
    /// <exception cref="OptionsValidationException">The descriptor limit is too low.</exception>
    /// <exception cref="ListenAddressException">The service cannot listen on an address.</exception>
    public static void EnsureCanListen(this WebApplicationBuilder builder, bool willListen)
    {
        if (!willListen)
        {
            return;
        }

        builder.EnsureDescriptorsSuffice();
        foreach (var (setting, address) in GetConfigured(builder.Configuration).Where(configured => configured.Address is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 }))
        {
            foreach (var ip in ResolveInterfaces(address.Host))
            {
                EnsureCanBind(setting, address, ip);
            }
        }
    }

    /// <summary>Binds an address for a moment. A server that is already running is the most common startup error.</summary>
    /// <remarks>
    /// Kestrel cannot bind first, because it starts after the database has been prepared. It also logs the error with two stack traces.
    /// </remarks>
    private static void EnsureCanBind(string setting, BindingAddress address, IPAddress ip)
    {
        try
        {
            using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(ip, address.Port));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new ListenAddressException($"{address} is in use by another process. Stop that process, or choose another URL with --{setting}, for example --{setting} http://localhost:{address.Port + 1}");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied || (e.SocketErrorCode == SocketError.AddressNotAvailable && !IPAddress.IsLoopback(ip)))
        {
            throw new ListenAddressException($"This process cannot listen on {address}: {e.Message}. Choose another URL with --{setting}, for example --{setting} {Default}");
        }
        catch (SocketException)
        {
            // For example, a machine without IPv6. Kestrel reports actual errors.
        }
    }

    /// <summary>Returns the addresses and their settings. As in Kestrel, endpoints override URLs, and URLs override ports.</summary>
    private static List<(string Setting, BindingAddress Address)> GetConfigured(ConfigurationManager configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint.GetSection("Url")).ToList();
        return endpoints.Count > 0 ? endpoints.Select(url => Parse(url.Path, url.Value ?? "")).ToList()
            : Split("urls") is { Length: > 0 } urls ? urls.Select(url => Parse("urls", url)).ToList()
            : ParsePorts("http_ports", "http").Concat(ParsePorts("https_ports", "https")).ToList();

        string[] Split(string key) => (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        IEnumerable<(string, BindingAddress)> ParsePorts(string key, string scheme) => Split(key).Select(port =>
            ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? ("urls", BindingAddress.Parse($"{scheme}://*:{port}"))
                : throw CreateException(key, $"must list ports such as 8080; it contains '{port}'."));
    }

    private static (string Setting, BindingAddress Address) Parse(string setting, string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme is "http" or "https" && address.Port is >= 0 and <= ushort.MaxValue
                ? (setting, address)
                : throw new FormatException();
        }
        catch (FormatException)
        {
            throw CreateException(setting, $"must list URLs such as {Default}; it contains '{url}'.");
        }
    }

    private static OptionsValidationException CreateException(string key, string rule) => new(key, typeof(BindingAddress), [$"{key} {rule}"]);

    private static IPAddress[] ResolveInterfaces(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : IPAddress.TryParse(host, out var ip) ? [ip]
        : [IPAddress.Any, IPAddress.IPv6Any];
}
