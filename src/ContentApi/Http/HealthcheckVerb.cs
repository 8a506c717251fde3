namespace ContentApi.Http;

/// <summary>The verb `healthcheck`, for images without a shell or curl: `HEALTHCHECK CMD ["./ContentApi", "healthcheck"]`.</summary>
internal static class HealthcheckVerb
{
    /// <summary>This machine, at the port that the service's own configuration names.</summary>
    public static Uri DefaultUrl()
    {
        var ports = Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS");
        var urls = Environment.GetEnvironmentVariable("ASPNETCORE_URLS");
        var first = urls?.Split(';')[0].Replace("+", "localhost").Replace("*", "localhost").Replace("0.0.0.0", "localhost").Replace("[::]", "localhost");
        return new Uri(first ?? (ports is null ? "http://localhost:5080" : $"http://localhost:{ports.Split(';')[0]}"));
    }

    /// <returns>0: ready; 1: not ready, or no answer within five seconds.</returns>
    public static async Task<int> Run(Uri service, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var response = await http.GetAsync(new Uri(service, "/health/ready"), cancellation);
            Console.WriteLine(await response.Content.ReadAsStringAsync(cancellation));
            return response.IsSuccessStatusCode ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{service} does not answer: {e.Message}");
            return ExitCode.Failed;
        }
    }
}
