using System.Net;

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
}
