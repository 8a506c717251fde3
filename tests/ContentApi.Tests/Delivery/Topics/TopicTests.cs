using System.Net;

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

    [Fact]
    public async Task Get_returns_the_topic_of_the_list()
    {
        var listed = (await api.Json("/v1/topics"))["items"]!.AsArray();

        foreach (var topic in listed)
        {
            Assert.Equal(topic!.ToJsonString(), (await api.Json($"/v1/topics/{(string)topic["slug"]!}")).ToJsonString());
        }

        await api.Problem(HttpStatusCode.NotFound, "/v1/topics/nothing");
        using var head = await api.Send(HttpMethod.Head, "/v1/topics/craft");
        Assert.Equal((HttpStatusCode.OK, ""), (head.StatusCode, await head.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Every_reference_has_the_id_of_the_topic()
    {
        var id = (string)(await api.Json("/v1/topics/craft"))["id"]!;

        Assert.Equal('7', id[14]);
        Assert.Equal(id, (string)(await api.Json("/v1/stories/second-shift"))["topics"]![0]!["id"]!);
        Assert.Equal(id, (string)(await api.Json("/v1/stories?founder=ada-weaver&include=topics&sort=publishedAt"))["items"]![0]!["topics"]![0]!["id"]!);
        var recommendations = (await api.Json("/v1/stories/second-shift/recommendations"))["items"]!.AsArray();
        Assert.Equal(id, (string)recommendations.SelectMany(card => card!["reasons"]!.AsArray()).First(reason => (string)reason!["kind"]! == "sharedTopic")!["topics"]![0]!["id"]!);
        Assert.Equal(id, (string)(await api.Json("/v1/suggest?q=craft"))["items"]![0]!["id"]!);
    }
}
