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
    public async Task Lessons_are_listed_across_stories_each_with_its_card(string query, string expected)
    {
        var takeaways = await api.Json($"/v1/takeaways?{query}");

        Assert.Equal(expected, string.Join('|', takeaways["items"].Strings("statement")));
        Assert.All(takeaways["items"]!.AsArray(), takeaway => Assert.NotNull(takeaway!["story"]!["slug"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("topic=machines&")]
    [InlineData("founder=ada-weaver&")]
    public async Task Following_the_cursor_gives_every_lesson_once(string query)
    {
        var whole = (await api.Json($"/v1/takeaways?{query}count=true"))["items"].Strings("id").ToList();
        List<string> paged = [];
        string? cursor = null;
        do
        {
            var page = await api.Json($"/v1/takeaways?{query}limit=1{(cursor is null ? "" : $"&cursor={cursor}")}");
            paged.AddRange(page["items"].Strings("id"));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);

        Assert.Equal(whole, paged);
    }

    [Fact]
    public async Task The_lessons_of_one_story_are_a_list_on_one_page()
    {
        var takeaways = await api.Json("/v1/stories/adas-first-loom/takeaways");

        Assert.Equal(["Begin with thread.", "Count twice."], takeaways["items"].Strings("statement"));
        Assert.Null(takeaways["nextCursor"]);
        Assert.Null(takeaways["items"]![0]!["story"]);
        Assert.Empty((await api.Json("/v1/stories/boris-counts/takeaways"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("/v1/takeaways/0198e4a1-7c00-7d3b-a5f0-000000000000")]
    [InlineData("/v1/takeaways/1")]
    [InlineData("/v1/takeaways/0198E4A1-7C00-7D3B-A5F0-000000000000")]
    [InlineData("/v1/takeaways/0198e4a17c007d3ba5f0000000000000")]
    [InlineData("/v1/takeaways/%7B0198e4a1-7c00-7d3b-a5f0-000000000000%7D")]
    [InlineData("/v1/stories/no-such-story/takeaways")]
    public Task What_is_not_there_is_a_404_problem(string address) => api.Problem(HttpStatusCode.NotFound, address);
}
