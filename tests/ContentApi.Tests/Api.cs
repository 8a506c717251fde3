using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Publishing;
using ContentApi.Tests.ContractConformance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ContentApi.Tests;

/// <summary>Runs the service on its own port with its own database for one test class, and sends HTTP requests to it.</summary>
public class Api(PostgresServer postgres) : IAsyncLifetime
{
    private WebApplication? app;

    /// <summary>Gets a client that sends no API key.</summary>
    public HttpClient Http { get; private set; } = CheckedHandler.Client();

    /// <summary>Gets a client that sends a key with all scopes.</summary>
    public HttpClient Newsroom { get; private set; } = CheckedHandler.Client();

    public string ConnectionString { get; private set; } = "";

    /// <summary>Gets the command-line settings of the service.</summary>
    protected virtual IEnumerable<string> Arguments => [];

    /// <summary>Gets the documents to import at startup.</summary>
    protected virtual IEnumerable<(string Name, string Text)> Documents => [];

    protected virtual Task<string> CreateDatabase() => postgres.CreateDatabase();

    internal IServiceProvider Services => app!.Services;

    public virtual async ValueTask InitializeAsync()
    {
        ConnectionString = await CreateDatabase();
        app = await Program.Build(
            ["--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Content={ConnectionString}", "--Logging:LogLevel:Default=Warning", "--RateLimits:Enabled=false", $"--Database:ReadRole={PostgresServer.ReadRole}", .. Arguments],
            CancellationToken.None);
        await app.StartAsync();
        Http = CheckedHandler.Client(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()));
        Newsroom = new HttpClient(new KeyHandler(() => Key(Enum.GetValues<Scope>()))) { BaseAddress = Http.BaseAddress };
        if (!Documents.Any())
        {
            return;
        }

        var imported = await Import(Documents.ToArray());
        Assert.All(imported, document => Assert.True(document.Outcome != PublicationOutcome.Invalid, $"{document.SourceName}: {string.Join("; ", document.Diagnostics.Select(diagnostic => diagnostic.Message))}"));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        Newsroom.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    /// <summary>Creates a key with the given scopes.</summary>
    internal async Task<string> Key(params Scope[] scopes) =>
        (await this.CreateKey("Tests", scopes)).Key;

    public Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, headers);

    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await (IsNewsroom(path) ? Newsroom : Http).SendAsync(request);
    }

    /// <summary>Returns the JSON of a 200 response. Any other status fails the test.</summary>
    public async Task<JsonNode> Json(string path)
    {
        using var response = await Get(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"GET {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Returns the problem of a response, after checking its status and the shape that all problems share.</summary>
    public async Task<JsonNode> Problem(HttpStatusCode status, string path)
    {
        using var response = await Get(path);
        return await response.ShouldBeProblem(status);
    }

    /// <summary>Returns whether a path needs an API key.</summary>
    private static bool IsNewsroom(string path) =>
        Array.Exists(["/v1/drafts", "/v1/preview-links", "/v1/keys", "/v1/audit"], prefix => path.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Imports documents and returns the result of each.</summary>
    internal async Task<IReadOnlyList<DocumentImportResult>> Import(params (string Name, string Text)[] documents)
    {
        List<DocumentImportResult> results = [];
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Importer>().Import(
            documents.Select(document => new ImportSource(document.Name, _ => Task.FromResult(System.Text.Encoding.UTF8.GetBytes(document.Text)))),
            results.Add,
            CancellationToken.None);
        return results;
    }
}
