using System.Net;
using ContentApi.Tests.Newsroom;

namespace ContentApi.Tests.Delivery.Founders;

public sealed class FounderTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    [Fact]
    public async Task List_returns_founders_by_name_with_their_story_counts()
    {
        var founders = await api.Json("/v1/founders?count=true");

        Assert.Equal(["ada-weaver", "boris-bell"], founders["items"].Strings("slug"));
        Assert.Equal(3, (int)founders["items"]![0]!["storyCount"]!);
        Assert.Equal(2, (int)founders["totalCount"]!);
    }

    [Fact]
    public async Task Paging_continues_after_the_cursor()
    {
        var first = await api.Json("/v1/founders?limit=1");
        var second = await api.Json($"/v1/founders?limit=1&cursor={(string)first["nextCursor"]!}");

        Assert.Equal(["boris-bell"], second["items"].Strings("slug"));
        Assert.Null(second["nextCursor"]);
    }

    [Fact]
    public async Task Get_returns_name_bio_and_story_count()
    {
        var founder = await api.Json("/v1/founders/ada-weaver");

        Assert.Equal("Ada Weaver", (string)founder["name"]!);
        Assert.Equal("She wove.", (string)founder["bio"]!);
        Assert.Equal(3, (int)founder["storyCount"]!);
    }

    [Fact]
    public Task Get_returns_404_for_an_unknown_founder() => api.Problem(HttpStatusCode.NotFound, "/v1/founders/nobody");

    [Fact]
    public async Task A_founder_without_published_stories_is_not_listed_suggested_or_found()
    {
        await api.SaveNamed("/v1/founders/story-less", "Zebedee Storyless");

        Assert.Equal(0, (int)(await api.Json("/v1/founders/story-less"))["storyCount"]!);
        var founders = await api.Json("/v1/founders?count=true");
        Assert.Equal(["ada-weaver", "boris-bell"], founders["items"].Strings("slug"));
        Assert.Equal(2, (int)founders["totalCount"]!);
        Assert.Empty((await api.Json("/v1/suggest?q=zebedee"))["items"]!.AsArray());
        Assert.Empty((await api.Json("/v1/search?q=zebedee"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Every_reference_has_the_id_of_the_founder()
    {
        var id = (string)(await api.Json("/v1/founders/ada-weaver"))["id"]!;

        Assert.All((await api.Json("/v1/stories?founder=ada-weaver"))["items"]!.AsArray(), card => Assert.Equal(id, (string)card!["founder"]!["id"]!));
        Assert.Equal(id, (string)(await api.Json("/v1/stories/second-shift"))["founder"]!["id"]!);
        Assert.Equal(id, (string)(await api.Json("/v1/takeaways?story=second-shift"))["items"]![0]!["story"]!["founder"]!["id"]!);
        var recommendations = (await api.Json("/v1/stories/second-shift/recommendations"))["items"]!.AsArray();
        Assert.Equal(id, (string)recommendations.SelectMany(card => card!["reasons"]!.AsArray()).First(reason => (string)reason!["kind"]! == "sameFounder")!["founder"]!["id"]!);
        Assert.Equal(id, (string)(await api.Json("/v1/suggest?q=weaver"))["items"]![0]!["id"]!);
    }
}
