using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Keys;
using ContentApi.Publishing;
using ContentApi.Tests.ContractConformance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ContentApi.Tests;

/// <summary>Runs the service on its own port with its own database for one test class, and sends it HTTP requests.</summary>
public class Api(PostgresServer postgres) : IAsyncLifetime
{
    private WebApplication? app;

    /// <summary>Gets a client without a key.</summary>
    public HttpClient Http { get; private set; } = CheckedHandler.Client();

    /// <summary>Gets a client with a key that has all scopes.</summary>
    public HttpClient Newsroom { get; private set; } = CheckedHandler.Client();

    public string ConnectionString { get; private set; } = "";

    /// <summary>Gets the command-line settings of the service.</summary>
    protected virtual IEnumerable<string> Arguments => [];

    /// <summary>Gets the documents that are imported at the start.</summary>
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
        Assert.All(imported, document => Assert.True(document.Outcome != PublicationOutcome.Invalid, $"{document.Name}: {string.Join("; ", document.Diagnostics.Select(finding => finding.Message))}"));
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
        (await Services.GetRequiredService<ApiKeyStore>().Create(new() { Name = "Tests", Scopes = scopes }, Actor.CommandLine, CancellationToken.None)).Key;

    public Task<HttpResponseMessage> Get(string address, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, address, headers);

    public async Task<HttpResponseMessage> Send(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await (IsNewsroom(address) ? Newsroom : Http).SendAsync(request);
    }

    /// <summary>Returns the JSON of a 200 response; any other status fails the test.</summary>
    public async Task<JsonNode> Json(string address)
    {
        using var response = await Get(address);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"GET {address}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Returns the problem of a response with the given status, after checking the shape that all problems share.</summary>
    public async Task<JsonNode> Problem(HttpStatusCode status, string address)
    {
        using var response = await Get(address);
        return await response.ShouldBeProblem(status);
    }

    private static bool IsNewsroom(string address) =>
        Array.Exists(["/v1/drafts", "/v1/preview-links", "/v1/keys", "/v1/audit"], part => address.StartsWith(part, StringComparison.Ordinal));

    internal async Task<IReadOnlyList<ImportedDocument>> Import(params (string Name, string Text)[] documents)
    {
        List<ImportedDocument> report = [];
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Importer>().Import(
            documents.Select(document => new ImportSource(document.Name, _ => Task.FromResult(System.Text.Encoding.UTF8.GetBytes(document.Text)))),
            report.Add,
            CancellationToken.None);
        return report;
    }
}

/// <summary>Adds a key to each request. Creates the key at the first request, because some tests have no database.</summary>
internal sealed class KeyHandler(Func<Task<string>> make) : DelegatingHandler(new CheckedHandler(new SocketsHttpHandler { AllowAutoRedirect = false }))
{
    private readonly Lazy<Task<string>> key = new(make);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization ??= new("Bearer", await key.Value);
        return await base.SendAsync(request, cancellationToken);
    }
}

internal static class Answers
{
    public static async Task<JsonNode> ShouldBeProblem(this HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"expected {(int)status}, got {(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());

        var problem = JsonNode.Parse(text)!;
        Assert.Equal(["type", "title", "status", "detail", "instance", "traceId", "errors"], problem.AsObject().Select(member => member.Key));
        Assert.StartsWith("/problems/", (string)problem["type"]!, StringComparison.Ordinal);
        Assert.Equal((int)status, (int)problem["status"]!);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        return problem;
    }

    public static IEnumerable<string> Strings(this JsonNode? array, string member) => array!.AsArray().Select(item => (string)item![member]!);

    public static string Text(this JsonElement element) => element.GetRawText();
}
