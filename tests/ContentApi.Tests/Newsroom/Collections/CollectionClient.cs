using System.Net;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Newsroom.Collections;

/// <summary>Extension methods that read and write collections.</summary>
internal static class CollectionClient
{
    /// <summary>Returns a document with all members.</summary>
    public static JsonObject Document(string title, params string[] stories) => new() { ["title"] = title, ["dek"] = null, ["image"] = null, ["stories"] = ToArray(stories) };

    public static JsonArray ToArray(IEnumerable<string> slugs) => new(slugs.Select(slug => (JsonNode)slug).ToArray());

    public static Task<HttpResponseMessage> PutCollection(this Api api, string slug, JsonNode document, params (string Name, string Value)[] headers) =>
        api.Write(HttpMethod.Put, $"/v1/collections/{slug}", document, headers);

    public static Task<HttpResponseMessage> PatchCollection(this Api api, string slug, JsonNode patch, string etag = "*") =>
        api.Write(HttpMethod.Patch, $"/v1/collections/{slug}", patch, ("If-Match", etag));

    public static Task<HttpResponseMessage> DeleteCollection(this Api api, string slug, params (string Name, string Value)[] headers) =>
        api.Write(HttpMethod.Delete, $"/v1/collections/{slug}", body: null, headers);

    /// <summary>Creates a collection and returns its entity tag.</summary>
    public static async Task<string> CreateCollection(this Api api, string slug, params string[] stories)
    {
        using var response = await api.PutCollection(slug, Document($"Title of {slug}", stories), ("If-None-Match", "*"));
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return response.Headers.ETag!.Tag;
    }

    /// <summary>Replaces the list of stories and returns the response body.</summary>
    public static Task<JsonNode> SetStories(this Api api, string slug, params IEnumerable<string> stories) =>
        api.PatchCollection(slug, new JsonObject { ["stories"] = ToArray(stories) }).ShouldBe(HttpStatusCode.OK);

    /// <summary>Returns the slugs that readers see on the first page.</summary>
    public static async Task<IEnumerable<string?>> VisibleStories(this Api api, string slug) => (await api.Json($"/v1/collections/{slug}/stories?limit=100"))["items"].Strings("slug");

    /// <summary>Publishes stories without content of interest.</summary>
    public static async Task PublishStories(this Api api, params IEnumerable<string> slugs)
    {
        var imported = await api.Import(slugs.Select(slug => ($"{slug}.md", $"---\ntitle: Title of {slug}\nslug: {slug}\n---\nText.")).ToArray());
        Assert.All(imported, document => Assert.Empty(document.Diagnostics));
    }
}
