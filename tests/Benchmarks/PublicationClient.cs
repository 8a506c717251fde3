using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ContentApi.Benchmarks;

/// <summary>Publishes stories through the API with its own key.</summary>
internal static class PublicationClient
{
    /// <summary>Creates a client with a new key that has the scope `write`.</summary>
    public static async Task<HttpClient> Create(Uri url)
    {
        using var create = PublishedService.Start("key", "create", "--name", "benchmark", "--scope", "write");
        var key = (await create.StandardOutput.ReadToEndAsync()).Trim();
        return new HttpClient { BaseAddress = url, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
    }

    /// <summary>Returns the body of a generated story.</summary>
    public static string StoryBody(int n) => GeneratedLibrary.Document(n).Split("---\n")[2];

    /// <summary>Saves a story as a draft and publishes it.</summary>
    /// <param name="http">A client with the scope `write`.</param>
    /// <param name="slug">The slug of the story, which must be new.</param>
    /// <param name="n">Selects one of fifty founders and one of sixty topics.</param>
    /// <param name="body">The body of the story.</param>
    /// <returns>The duration of the publication request in milliseconds.</returns>
    public static async Task<double> Publish(HttpClient http, string slug, int n, string body)
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
        save.Headers.Add("If-None-Match", "*");
        using var saved = await http.SendAsync(save);
        saved.EnsureSuccessStatusCode();
        var start = Stopwatch.GetTimestamp();
        using var published = await http.PutAsJsonAsync($"/v1/drafts/{slug}/publication", new JsonObject { ["version"] = 1 });
        published.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
