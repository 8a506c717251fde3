using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ContentApi.Benchmarks;

/// <summary>The upper limit for cached responses: Kestrel alone, which serves the same bytes from memory.</summary>
internal static class BareKestrel
{
    private const string Mode = "kestrel";

    /// <summary>Starts it in a separate process, which first reads the bytes from the service.</summary>
    public static Task<Server> Serve(Uri product, int stories) =>
        Server.Start("/v1/stories", url => ["dotnet", typeof(BareKestrel).Assembly.Location, Mode, url, product.ToString(), $"{stories}"]);

    public static bool IsAsked(string[] args) => args is [Mode, ..];

    public static async Task<int> Run(string[] args)
    {
        using var product = new HttpClient { BaseAddress = new Uri(args[2]) };
        var addresses = Enumerable.Range(1, int.Parse(args[3], null)).Select(n => $"/v1/stories/{GeneratedLibrary.Slug(n)}").Append("/v1/stories");
        Dictionary<string, byte[]> bytes = new(StringComparer.Ordinal);
        foreach (var address in addresses)
        {
            bytes[address] = await product.GetByteArrayAsync(address);
        }

        var answers = bytes.ToFrozenDictionary(StringComparer.Ordinal);
        var builder = WebApplication.CreateSlimBuilder([$"--urls={args[1]}"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async context =>
        {
            var body = answers[context.Request.Path.Value!];
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = body.Length;
            await context.Response.BodyWriter.WriteAsync(body);
        });
        await app.RunAsync();
        return 0;
    }
}
