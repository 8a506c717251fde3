using System.Net;
using ContentApi.Web;

namespace ContentApi.Cli;

/// <summary>The `healthcheck` command, for container images that have neither a shell nor curl.</summary>
internal static class HealthcheckCommand
{
    /// <summary>Returns the URL of the service on this machine, from the environment variables for URLs or ports, or the default.</summary>
    public static string GetDefaultUrl()
    {
        var ports = Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS") ?? Environment.GetEnvironmentVariable("HTTP_PORTS");
        var urls = Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? Environment.GetEnvironmentVariable("URLS");
        if (urls is null)
        {
            return ports is null ? ListenAddresses.Default : $"http://localhost:{ports.Split(';')[0]}";
        }

        var binding = BindingAddress.Parse(urls.Split(';')[0]);
        var host = IPAddress.TryParse(binding.Host, out var ipAddress) && !ipAddress.Equals(IPAddress.Any) && !ipAddress.Equals(IPAddress.IPv6Any) ? binding.Host : "localhost";
        return $"{binding.Scheme}://{host}:{binding.Port}";
    }

    /// <returns>0: ready; 1: not ready, or no response within five seconds.</returns>
    public static async Task<int> Run(Uri service, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var response = await http.GetAsync(new Uri(service, "/health/ready"), cancellationToken);
            Console.WriteLine(await response.Content.ReadAsStringAsync(cancellationToken));
            return response.IsSuccessStatusCode ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{service} did not respond: {e.Message}");
            return ExitCode.Failed;
        }
    }
}
