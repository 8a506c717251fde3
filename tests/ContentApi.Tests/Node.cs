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

/// <summary>An additional node of the service in the test process.</summary>
internal sealed class Node(WebApplication app, HttpClient http) : IAsyncDisposable
{
    public HttpClient Http => http;

    public InvalidationIndex Log => app.Services.GetRequiredService<InvalidationIndex>();

    public ResponseCacheStore Cache => app.Services.GetRequiredService<ResponseCacheStore>();

    /// <summary>Creates a key with the given scopes.</summary>
    public async Task<string> Key(params Scope[] scopes) =>
        (await app.Services.GetRequiredService<ApiKeyStore>().Create(new() { Name = "Tests", Scopes = scopes, Partner = scopes.Contains(Scope.Syndicate) ? "evening-post" : null }, Actor.CommandLine, CancellationToken.None)).Key;

    /// <summary>Starts a node and waits until it follows the change log.</summary>
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
