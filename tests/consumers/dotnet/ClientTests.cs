using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContentApi.Consumer;

/// <summary>Configures the generated client to serialize enums in arrays by name, which the generator omits.</summary>
public partial class ContentClient
{
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) => settings.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
}

/// <summary>Uses the generated client as a .NET program does, against the running service.</summary>
public sealed class ClientTests : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(Environment.GetEnvironmentVariable("CONTENT_API") ?? "http://localhost:5080") };
    private readonly ContentClient client;

    public ClientTests() => client = new ContentClient(http);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Paging_through_a_list_returns_each_story_once()
    {
        var slugs = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.ListStoriesAsync(limit: 3, cursor: cursor, cancellationToken: CancellationToken);
            slugs.AddRange(page.Items.Select(card => card.Slug));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.True(slugs.Count >= 8, $"expected at least 8 stories, got {slugs.Count}");
        Assert.Distinct(slugs);
    }

    [Fact]
    public async Task GetStory_returns_the_whole_story()
    {
        var story = await client.GetStoryAsync("the-no-that-drew-a-map", cancellationToken: CancellationToken);

        Assert.Equal("The No That Drew a Map", story.Title);
        Assert.Equal(new DateOnly(2025, 8, 18), story.PublishedOn);
        Assert.Equal(StoryStatus.Published, story.Status);
        Assert.Equal("Melanie Perkins", story.Founder?.Name);
        Assert.Equal(["Prologue", "Act I", "Act II", "Epilogue"], story.Sections!.Select(section => section.Label));
        Assert.Contains(story.Sections!.SelectMany(section => section.Blocks), block => block is { Type: "list", Items.Count: 4 });
        Assert.Equal(3, story.Takeaways.Count);
        Assert.Null(story.Recommendations);
        Assert.Empty(story.AdditionalProperties);
    }

    [Fact]
    public async Task Search_returns_hits_with_highlighted_words()
    {
        var results = await client.SearchAsync("kitesurf", cancellationToken: CancellationToken);

        Assert.Contains(results.Items, hit => hit.Takeaway?.Story.Slug == "the-no-that-drew-a-map");
        Assert.Contains(results.Items.SelectMany(hit => hit.Highlights).SelectMany(highlight => highlight.Spans), span => span.Marks.Contains("highlight"));
    }

    [Fact]
    public async Task A_problem_response_throws_an_exception_with_its_details()
    {
        var missing = await Assert.ThrowsAsync<ApiException<Problem>>(() => client.GetStoryAsync("never-written", cancellationToken: CancellationToken));
        var invalid = await Assert.ThrowsAsync<ApiException<Problem>>(() => client.ListStoriesAsync(limit: 1000, cancellationToken: CancellationToken));

        Assert.Equal((404, "/problems/not-found"), (missing.StatusCode, missing.Result.Type));
        Assert.Equal(["limit"], invalid.Result.Errors!.Keys);
    }

    [Fact]
    public async Task A_client_with_a_key_can_manage_API_keys()
    {
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("CONTENT_API_KEY"));

        var created = await client.CreateKeyAsync(new ApiKeyRequest { Name = "dotnet", Scopes = [Scope.Read, Scope.Preview] }, CancellationToken);
        var key = await client.GetKeyAsync(created.Id, CancellationToken);

        Assert.Equal([Scope.Read, Scope.Preview], key.Scopes);
        await client.RevokeKeyAsync(created.Id, CancellationToken);
        Assert.NotNull((await client.GetKeyAsync(created.Id, CancellationToken)).RevokedAt);
    }

    public void Dispose() => http.Dispose();
}
