using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace ContentApi.Tests;

/// <summary>Sends requests with an API key and reads their responses.</summary>
internal static class HttpClientExtensions
{
    public static async Task<HttpResponseMessage> Send(this HttpClient http, string method, string path, string? key = null, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
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

    /// <summary>Returns the JSON of a response, after checking its status. An empty body counts as an empty object.</summary>
    public static async Task<JsonNode> ReadJson(this Task<HttpResponseMessage> pendingResponse, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await pendingResponse;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"expected {(int)status}, got {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public static async Task<HttpStatusCode> Status(this Task<HttpResponseMessage> pendingResponse)
    {
        using var response = await pendingResponse;
        return response.StatusCode;
    }

    /// <summary>Returns the values of a header, separated by commas, or an empty string.</summary>
    public static string Header(this HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    /// <summary>Returns the library revision of a response.</summary>
    public static long Revision(this HttpResponseMessage response) => long.Parse(response.Headers.GetValues("Content-Revision").Single(), null);

    internal static async Task<NewApiKey> CreateKey(this Api api, string name, Scope[] scopes, DateTimeOffset? expiresAt = null, int? rateLimit = null) =>
        await api.Services.GetRequiredService<ApiKeyStore>().Create(new() { Name = name, Scopes = scopes, Partner = scopes.Contains(Scope.Syndicate) ? "evening-post" : null, ExpiresAt = expiresAt, RateLimit = rateLimit }, Actor.CommandLine, CancellationToken.None);
}
