using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContentApi.Consumer;

/// <summary>The generated client, with what the generator does not tell System.Text.Json: enums in arrays travel by their names on the wire, too.</summary>
public partial class ContentClient
{
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) => settings.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
}

/// <summary>What a .NET program does with the generated client, against the running service.</summary>
public sealed class ClientTests : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(Environment.GetEnvironmentVariable("CONTENT_API") ?? "http://localhost:5080") };
    private readonly ContentClient client;

    public ClientTests() => client = new ContentClient(http);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_pages_through_a_list_and_meets_each_story_once()
    {
        var slugs = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.ListStoriesAsync(limit: 3, cursor: cursor, cancellationToken: Cancellation);
            slugs.AddRange(page.Items.Select(card => card.Slug));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.True(slugs.Count >= 8, $"{slugs.Count} stories");
        Assert.Distinct(slugs);
    }

    [Fact]
    public async Task It_reads_a_whole_story()
    {
        var story = await client.GetStoryAsync("the-no-that-drew-a-map", cancellationToken: Cancellation);

        Assert.Equal("The No That Drew a Map", story.Title);
        Assert.Equal(new DateOnly(2025, 8, 18), story.PublishedOn);
        Assert.Equal(StoryStatus.Published, story.Status);
        Assert.Equal("Melanie Perkins", story.Founder?.Name);
        Assert.Equal(["Prologue", "Act I", "Act II", "Epilogue"], story.Sections!.Select(section => section.Label));
        Assert.Contains(story.Sections!.SelectMany(section => section.Blocks), block => block is { Type: "list", Items.Count: 4 });
        Assert.Equal(3, story.Takeaways!.Count);
        Assert.Null(story.Recommendations);
        Assert.Empty(story.AdditionalProperties);
    }

    [Fact]
    public async Task It_finds_what_people_look_for()
    {
        var found = await client.SearchAsync("kitesurf", cancellationToken: Cancellation);

        Assert.Contains(found.Items, hit => hit.Takeaway?.Story?.Slug == "the-no-that-drew-a-map");
        Assert.Contains(found.Items.SelectMany(hit => hit.Highlights).SelectMany(highlight => highlight.Spans), span => span.Marks.Contains("highlight"));
    }

    [Fact]
    public async Task A_problem_is_an_exception_that_says_what_to_change()
    {
        var missing = await Assert.ThrowsAsync<ApiException<Problem>>(() => client.GetStoryAsync("never-written", cancellationToken: Cancellation));
        var wrong = await Assert.ThrowsAsync<ApiException<Problem>>(() => client.ListStoriesAsync(limit: 1000, cancellationToken: Cancellation));

        Assert.Equal((404, "/problems/not-found"), (missing.StatusCode, missing.Result.Type));
        Assert.Equal(["limit"], wrong.Result.Errors!.Keys);
    }

    [Fact]
    public async Task With_a_key_it_has_the_newsroom_too()
    {
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("CONTENT_API_KEY"));

        var made = await client.CreateKeyAsync(new ApiKeyRequest { Name = "dotnet", Scopes = [Scope.Read, Scope.Preview] }, Cancellation);
        var kept = await client.GetKeyAsync(made.Id, Cancellation);

        Assert.Equal([Scope.Read, Scope.Preview], kept.Scopes);
        await client.RevokeKeyAsync(made.Id, Cancellation);
        Assert.NotNull((await client.GetKeyAsync(made.Id, Cancellation)).RevokedAt);
    }

    public void Dispose() => http.Dispose();
}
