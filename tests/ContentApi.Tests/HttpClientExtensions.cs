using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace ContentApi.Tests;

/// <summary>Sends requests with a given key and reads their responses.</summary>
internal static class HttpClientExtensions
{
    public static async Task<HttpResponseMessage> Ask(this HttpClient http, string method, string address, string? key = null, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }

    public static async Task<JsonNode> Answer(this Task<HttpResponseMessage> asked, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await asked;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"expected {(int)status}, got {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public static async Task<HttpStatusCode> Status(this Task<HttpResponseMessage> asked)
    {
        using var response = await asked;
        return response.StatusCode;
    }

    public static string Header(this HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    internal static async Task<NewApiKey> MakeKey(this Api api, string name, Scope[] scopes, DateTimeOffset? expiresAt = null, int? rateLimit = null) =>
        await api.Services.GetRequiredService<ApiKeyStore>().Create(new() { Name = name, Scopes = scopes, ExpiresAt = expiresAt, RateLimit = rateLimit }, Actor.CommandLine, CancellationToken.None);
}

/// <summary>A second node on the same database.</summary>
public sealed class SharedDatabaseApi(PostgresServer postgres, string database) : Api(postgres)
{
    protected override Task<string> CreateDatabase() => Task.FromResult(database);
}
