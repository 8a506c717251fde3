using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Newsroom;

/// <summary>Extension methods that send the requests of a newsroom client.</summary>
internal static class NewsroomClient
{
    public static JsonObject Document(string title, string body = "A paragraph.") => new() { ["title"] = title, ["body"] = body };

    public static Task<HttpResponseMessage> SendCreate(this Api api, string slug, JsonNode document) => api.Write(HttpMethod.Put, $"/v1/drafts/{slug}", document, ("If-None-Match", "*"));

    public static Task<HttpResponseMessage> SendReplace(this Api api, string slug, JsonNode document, string etag) => api.Write(HttpMethod.Put, $"/v1/drafts/{slug}", document, ("If-Match", etag));

    /// <summary>Creates a draft and returns its entity tag.</summary>
    public static async Task<string> CreateDraft(this Api api, string slug, JsonNode? document = null)
    {
        using var response = await api.SendCreate(slug, document ?? Document($"Title of {slug}"));
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return response.Headers.ETag!.Tag;
    }

    /// <summary>Replaces a draft's newest version and returns its entity tag.</summary>
    public static async Task<string> ReplaceDraft(this Api api, string slug, JsonNode document, string etag)
    {
        using var response = await api.SendReplace(slug, document, etag);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return response.Headers.ETag!.Tag;
    }

    /// <summary>Publishes a version, by default with the current entity tag of the draft.</summary>
    public static Task<HttpResponseMessage> SendPublish(this Api api, string slug, int version, string? etag = null) => api.Newsroom.SendPublish(slug, version, etag);

    /// <summary>Publishes a version, by default with the current entity tag of the draft.</summary>
    public static async Task<HttpResponseMessage> SendPublish(this HttpClient http, string slug, int version, string? etag = null)
    {
        if (etag is null)
        {
            using var draft = await http.GetAsync($"/v1/drafts/{slug}");
            etag = draft.Headers.ETag?.Tag ?? "*"; // a draft that does not exist has none
        }

        return await http.Write(HttpMethod.Put, $"/v1/drafts/{slug}/publication", new JsonObject { ["version"] = version }, ("If-Match", etag));
    }

    /// <summary>Publishes a version with a public reason.</summary>
    public static Task<HttpResponseMessage> Correct(this Api api, string slug, int version, string reason) =>
        api.Write(HttpMethod.Put, $"/v1/drafts/{slug}/publication", new JsonObject { ["version"] = version, ["reason"] = reason }, ("If-Match", "*"));

    public static Task<HttpResponseMessage> Schedule(this Api api, string slug, int version, DateTimeOffset at, string etag = "*") =>
        api.Write(HttpMethod.Put, $"/v1/drafts/{slug}/schedule", new JsonObject { ["version"] = version, ["at"] = at.ToString("O") }, ("If-Match", etag));

    public static Task<HttpResponseMessage> Unschedule(this Api api, string slug, string? etag = null) =>
        api.Write(HttpMethod.Delete, $"/v1/drafts/{slug}/schedule", body: null, etag is null ? [] : [("If-Match", etag)]);

    /// <summary>Publishes a version and returns the response body.</summary>
    public static async Task<JsonNode> PublishDraft(this Api api, string slug, int version = 1, string? etag = null)
    {
        using var response = await api.SendPublish(slug, version, etag);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Imports a document. If the story exists, replaces it with the entity tag of the 428.</summary>
    public static async Task<HttpResponseMessage> SendImport(this Api api, string text, string mediaType = "text/markdown", string query = "")
    {
        var response = await Send(ifMatch: null);
        return response.StatusCode == HttpStatusCode.PreconditionRequired ? await Send(response.Headers.ETag!.Tag) : response;

        async Task<HttpResponseMessage> Send(string? ifMatch)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/imports{query}") { Content = new StringContent(text, new System.Net.Http.Headers.MediaTypeHeaderValue(mediaType)) };
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch is null ? [] : [ifMatch]);
            return await api.Newsroom.SendAsync(request);
        }
    }

    public static Task<HttpResponseMessage> Withdraw(this Api api, string slug, string? reason = null) =>
        api.Write(HttpMethod.Post, $"/v1/drafts/{slug}/withdraw", reason is null ? null : new JsonObject { ["reason"] = reason });

    public static Task<HttpResponseMessage> Rename(this Api api, string slug, string newSlug) =>
        api.Write(HttpMethod.Post, $"/v1/drafts/{slug}/rename", new JsonObject { ["slug"] = newSlug });

    /// <summary>Creates a founder or topic, or replaces it.</summary>
    /// <param name="api">The service.</param>
    /// <param name="path">The path of the resource, such as `/v1/founders/ada-weaver`.</param>
    /// <param name="name">The name.</param>
    public static async Task<JsonNode> SaveNamed(this Api api, string path, string name)
    {
        using var existing = await api.Get(path);
        (string, string) condition = existing.IsSuccessStatusCode ? ("If-Match", existing.Headers.ETag!.Tag) : ("If-None-Match", "*");
        var body = new JsonObject { ["name"] = name };
        if (path.StartsWith("/v1/founders/", StringComparison.Ordinal))
        {
            (body["bio"], body["image"]) = (null, null);
        }

        using var saved = await api.Write(HttpMethod.Put, path, body, condition);
        var text = await saved.Content.ReadAsStringAsync();
        Assert.True(saved.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Sends a rename of a founder or topic.</summary>
    public static Task<HttpResponseMessage> SendRename(this Api api, string path, string newSlug, params (string Name, string Value)[] headers) =>
        api.Write(HttpMethod.Post, $"{path}/rename", new JsonObject { ["slug"] = newSlug }, headers);

    /// <summary>Sends a merge of a founder or topic into another one.</summary>
    public static Task<HttpResponseMessage> SendMerge(this Api api, string path, string into, params (string Name, string Value)[] headers) =>
        api.Write(HttpMethod.Post, $"{path}/merge", new JsonObject { ["into"] = into }, headers);

    public static async Task<string> GetState(this Api api, string slug)
    {
        using var response = await api.Get($"/v1/drafts/{slug}");
        return response.Headers.GetValues("Draft-State").Single();
    }

    /// <summary>Returns the entity tag of a draft.</summary>
    public static async Task<string> GetETag(this Api api, string slug)
    {
        using var response = await api.Get($"/v1/drafts/{slug}");
        return response.Headers.ETag!.Tag;
    }

    public static Task<HttpResponseMessage> Write(this Api api, HttpMethod method, string url, JsonNode? body, params (string Name, string Value)[] headers) =>
        api.Newsroom.Write(method, url, body, headers);

    public static async Task<HttpResponseMessage> Write(this HttpClient http, HttpMethod method, string url, JsonNode? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
            if (method == HttpMethod.Patch)
            {
                request.Content.Headers.ContentType = new("application/merge-patch+json");
            }
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }

    public static async Task<JsonNode> ShouldBe(this Task<HttpResponseMessage> responseTask, HttpStatusCode status)
    {
        using var response = await responseTask;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"expected {(int)status}, got {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public static async Task<JsonNode> ShouldBeProblem(this Task<HttpResponseMessage> responseTask, HttpStatusCode status)
    {
        using var response = await responseTask;
        return await response.ShouldBeProblem(status);
    }
}
