using System.Net;

namespace ContentApi.Tests.Delivery.Founders;

public sealed class FounderTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    [Fact]
    public async Task Founders_are_listed_by_name_with_their_number_of_stories()
    {
        var founders = await api.Json("/v1/founders?count=true");

        Assert.Equal(["ada-weaver", "boris-bell"], founders["items"].Strings("slug"));
        Assert.Equal(3, (int)founders["items"]![0]!["storyCount"]!);
        Assert.Equal(2, (int)founders["totalCount"]!);
    }

    [Fact]
    public async Task Founders_are_paged()
    {
        var first = await api.Json("/v1/founders?limit=1");
        var second = await api.Json($"/v1/founders?limit=1&cursor={(string)first["nextCursor"]!}");

        Assert.Equal(["boris-bell"], second["items"].Strings("slug"));
        Assert.Null(second["nextCursor"]);
    }

    [Fact]
    public async Task A_founder_has_name_bio_and_number_of_stories()
    {
        var founder = await api.Json("/v1/founders/ada-weaver");

        Assert.Equal("Ada Weaver", (string)founder["name"]!);
        Assert.Equal("She wove.", (string)founder["bio"]!);
        Assert.Equal(3, (int)founder["storyCount"]!);
    }

    [Fact]
    public Task An_unknown_founder_is_a_404_problem() => api.Problem(HttpStatusCode.NotFound, "/v1/founders/nobody");
}
