using System.Net;

namespace ContentApi.Tests.Delivery.Takeaways;

public sealed class TakeawayTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    [Theory]
    [InlineData("", "Rest first.|Begin with thread.|Count twice.")]
    [InlineData("founder=ada-weaver", "Rest first.|Begin with thread.|Count twice.")]
    [InlineData("founder=boris-bell", "")]
    [InlineData("topic=machines", "Begin with thread.|Count twice.")]
    [InlineData("story=second-shift", "Rest first.")]
    [InlineData("story=not-written-yet", "")]
    public async Task List_returns_takeaways_of_all_stories_with_their_cards(string query, string expected)
    {
        var takeaways = await api.Json($"/v1/takeaways?{query}");

        Assert.Equal(expected, string.Join('|', takeaways["items"].Strings("statement")));
        Assert.All(takeaways["items"]!.AsArray(), takeaway => Assert.NotNull(takeaway!["story"]!["slug"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("topic=machines&")]
    [InlineData("founder=ada-weaver&")]
    public async Task Paging_returns_every_takeaway_once(string query)
    {
        var all = (await api.Json($"/v1/takeaways?{query}count=true"))["items"].Strings("id").ToList();
        List<string> paged = [];
        string? cursor = null;
        do
        {
            var page = await api.Json($"/v1/takeaways?{query}limit=1{(cursor is null ? "" : $"&cursor={cursor}")}");
            paged.AddRange(page["items"].Strings("id"));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);

        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task Takeaways_of_a_story_are_on_one_page()
    {
        var takeaways = await api.Json("/v1/stories/adas-first-loom/takeaways");

        Assert.Equal(["Begin with thread.", "Count twice."], takeaways["items"].Strings("statement"));
        Assert.Null(takeaways["nextCursor"]);
        Assert.All(takeaways["items"]!.AsArray(), takeaway => Assert.False(takeaway!.AsObject().ContainsKey("story")));
        Assert.Empty((await api.Json("/v1/stories/boris-counts/takeaways"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("/v1/takeaways/0198e4a1-7c00-7d3b-a5f0-000000000000")]
    [InlineData("/v1/takeaways/1")]
    [InlineData("/v1/takeaways/0198E4A1-7C00-7D3B-A5F0-000000000000")]
    [InlineData("/v1/takeaways/0198e4a17c007d3ba5f0000000000000")]
    [InlineData("/v1/takeaways/%7B0198e4a1-7c00-7d3b-a5f0-000000000000%7D")]
    [InlineData("/v1/stories/no-such-story/takeaways")]
    public Task Unknown_takeaways_and_stories_return_404(string url) => api.Problem(HttpStatusCode.NotFound, url);
}
