using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ContentApi.Benchmarks;

/// <summary>Measures the upper limit for cached responses: Kestrel alone, serving the same bytes from memory.</summary>
internal static class BareKestrel
{
    private const string Mode = "kestrel";

    /// <summary>Starts Kestrel in a separate process, which first reads the bytes from the service.</summary>
    public static Task<ServerProcess> Start(Uri service, int stories) =>
        ServerProcess.Start("/v1/stories", url => ["dotnet", typeof(BareKestrel).Assembly.Location, Mode, url, service.ToString(), $"{stories}"]);

    /// <summary>Returns whether the command line selects this server.</summary>
    public static bool IsRequested(string[] args) => args is [Mode, ..];

    /// <summary>Runs the server: the URL, the URL of the service and the number of stories follow the mode.</summary>
    public static async Task<int> Run(string[] args)
    {
        using var service = new HttpClient { BaseAddress = new Uri(args[2]) };
        var paths = Enumerable.Range(1, int.Parse(args[3], null)).Select(n => $"/v1/stories/{GeneratedLibrary.Slug(n)}").Append("/v1/stories");
        Dictionary<string, byte[]> bytes = new(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            bytes[path] = await service.GetByteArrayAsync(path);
        }

        var bodies = bytes.ToFrozenDictionary(StringComparer.Ordinal);
        var builder = WebApplication.CreateSlimBuilder([$"--urls={args[1]}"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async context =>
        {
            var body = bodies[context.Request.Path.Value!];
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = body.Length;
            await context.Response.BodyWriter.WriteAsync(body);
        });
        await app.RunAsync();
        return 0;
    }
}
