namespace ContentApi.Tests.Delivery.Topics;

public sealed class TopicTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    [Fact]
    public async Task List_returns_topics_by_name_with_their_story_counts()
    {
        var topics = await api.Json("/v1/topics?count=true");

        Assert.Equal(["Craft", "Machines", "Money"], topics["items"].Strings("name"));
        Assert.Equal([2, 2, 1], topics["items"]!.AsArray().Select(topic => (int)topic!["storyCount"]!));
        Assert.Equal(3, (int)topics["totalCount"]!);
    }

    [Fact]
    public async Task Paging_continues_after_the_cursor()
    {
        var first = await api.Json("/v1/topics?limit=2");
        var rest = await api.Json($"/v1/topics?limit=2&cursor={(string)first["nextCursor"]!}");

        Assert.Equal(["Craft", "Machines", "Money"], first["items"].Strings("name").Concat(rest["items"].Strings("name")));
        Assert.Null(rest["nextCursor"]);
    }
}
