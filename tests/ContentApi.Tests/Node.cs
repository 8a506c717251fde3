using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Keys;
using ContentApi.Tests.ContractConformance;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ContentApi.Tests;

/// <summary>An additional node on a database, in the test process.</summary>
internal sealed class Node(WebApplication app, HttpClient http) : IAsyncDisposable
{
    public HttpClient Http => http;

    public InvalidationIndex Log => app.Services.GetRequiredService<InvalidationIndex>();

    public ResponseCacheStore Cache => app.Services.GetRequiredService<ResponseCacheStore>();

    /// <summary>Creates a key with the given scopes.</summary>
    public async Task<string> Key(params Scope[] scopes) =>
        (await app.Services.GetRequiredService<ApiKeyStore>().Create(new() { Name = "Tests", Scopes = scopes }, Actor.CommandLine, CancellationToken.None)).Key;

    public static async Task<Node> Start(string connectionString, params string[] arguments)
    {
        var app = await Program.Build(
            ["--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Content={connectionString}", "--Logging:LogLevel:Default=Error", "--RateLimits:Enabled=false", $"--Database:ReadRole={PostgresServer.ReadRole}", .. arguments],
            CancellationToken.None);
        await app.StartAsync();
        var node = new Node(app, CheckedHandler.Client(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), connections: 1000));
        await Waiting.Until(() => node.Log.Applied is not null);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }
}

internal static class Waiting
{
    /// <summary>The time after which an operation counts as hanging.</summary>
    /// <remarks>Test machines are shared and slow, so time limits in tests detect hangs and quadratic time, not slowness.</remarks>
    public static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    public static Task Until(Func<bool> condition, double seconds = 20) => Until(() => Task.FromResult(condition()), seconds);

    public static async Task Until(Func<Task<bool>> condition, double seconds = 20)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start).TotalSeconds < seconds, "It did not come to be in time.");
            await Task.Delay(5);
        }
    }

    public static long Revision(this HttpResponseMessage response) => long.Parse(response.Headers.GetValues("Content-Revision").Single(), null);
}
