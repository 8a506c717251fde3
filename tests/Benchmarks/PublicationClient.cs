using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ContentApi.Benchmarks;

/// <summary>Publishes stories through the API with its own key.</summary>
internal static class PublicationClient
{
    /// <summary>Creates a client with a new key that has the scope `write`.</summary>
    public static async Task<HttpClient> Create(PublishedService service, Uri url)
    {
        using var create = service.Start("key", "create", "--name", "benchmark", "--scope", "write");
        var key = (await create.StandardOutput.ReadToEndAsync()).Trim();
        return new HttpClient { BaseAddress = url, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
    }

    /// <summary>Returns the body of a generated story.</summary>
    public static string StoryBody(int n) => GeneratedLibrary.Document(n).Split("---\n")[2];

    /// <summary>Saves a story as a draft and publishes it.</summary>
    /// <param name="http">A client with the scope `write`.</param>
    /// <param name="slug">The slug of the story.</param>
    /// <param name="n">Selects one of fifty founders and one of sixty topics.</param>
    /// <param name="body">The body of the story.</param>
    /// <param name="version">The number of the version to save: 1 for a new story.</param>
    /// <returns>The duration of the publication request in milliseconds.</returns>
    public static async Task<double> Publish(HttpClient http, string slug, int n, string body, int version = 1)
    {
        using var save = new HttpRequestMessage(HttpMethod.Put, $"/v1/drafts/{slug}")
        {
            Content = JsonContent.Create(new JsonObject
            {
                ["title"] = slug,
                ["founder"] = new JsonObject { ["slug"] = $"founder-{n % 50}" },
                ["topics"] = new JsonArray($"Topic {n % 60}"),
                ["body"] = body,
            }),
        };
        save.Headers.Add(version == 1 ? "If-None-Match" : "If-Match", "*");
        using var saved = await http.SendAsync(save);
        saved.EnsureSuccessStatusCode();
        var start = Stopwatch.GetTimestamp();
        using var publish = new HttpRequestMessage(HttpMethod.Put, $"/v1/drafts/{slug}/publication") { Content = JsonContent.Create(new JsonObject { ["version"] = version }) };
        publish.Headers.TryAddWithoutValidation("If-Match", saved.Headers.ETag!.Tag);
        using var published = await http.SendAsync(publish);
        published.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
