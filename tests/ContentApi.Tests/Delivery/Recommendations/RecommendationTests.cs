using System.Net;

namespace ContentApi.Tests.Delivery.Recommendations;

public sealed class RecommendationTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    [Fact]
    public async Task Editorial_recommendations_precede_computed_ones_with_reasons()
    {
        var cards = (await api.Json("/v1/stories/adas-first-loom/recommendations"))["items"]!;

        // Two editorial recommendations are about the founder, so stories about others follow, although a third one about the founder
        // matches better.
        Assert.Equal(["second-shift", "the-mill-that-was-not-built"], cards.Strings("slug").Take(2));
        Assert.Equal(["boris-counts", "nobody-in-particular"], cards.Strings("slug").Skip(2).Order());
        Assert.Equal(["editorial", "editorial", "computed", "computed"], cards.Strings("source"));
        Assert.Empty(cards[0]!["reasons"]!.AsArray());
        Assert.All(cards.AsArray().Skip(2), card => Assert.NotEmpty(card!["reasons"]!.AsArray()));
    }

    [Fact]
    public async Task An_announced_card_has_its_own_content_and_the_founders_current_name()
    {
        var card = (await api.Json("/v1/stories/adas-first-loom/recommendations"))["items"]![1]!;

        Assert.Equal("announced", (string)card["status"]!);
        Assert.Null(card["id"]);
        Assert.Null(card["publishedAt"]);
        Assert.Equal("The Mill That Was Not Built", (string)card["title"]!);
        Assert.Equal("Ada Weaver", (string)card["founder"]!["name"]!);
        Assert.Equal(7, (int)card["readingMinutes"]!);
    }

    [Fact]
    public async Task Computed_recommendations_have_reasons()
    {
        var cards = (await api.Json("/v1/stories/second-shift/recommendations"))["items"]!;

        var card = cards.AsArray().Single(card => (string)card!["slug"]! == "adas-first-loom")!;
        Assert.Equal(["sameFounder", "sharedTopic"], card["reasons"].Strings("kind").Take(2));
        Assert.Equal("ada-weaver", (string)card["reasons"]![0]!["founder"]!["slug"]!);
        Assert.Equal("craft", (string)card["reasons"]![1]!["topics"]![0]!["slug"]!);
        Assert.InRange((double)card["score"]!, 0, 1);
    }

    [Theory]
    [InlineData("?limit=1", 1)]
    [InlineData("?limit=3", 3)]
    [InlineData("?limit=20", 5)]
    [InlineData("", 4)]
    public async Task Limit_is_the_maximum_number_of_cards(string query, int count)
    {
        var cards = (await api.Json($"/v1/stories/adas-first-loom/recommendations{query}"))["items"]!.AsArray();

        Assert.Equal(count, cards.Count);
        Assert.Equal(count, cards.Select(card => (string)card!["slug"]!).Distinct().Count());
        Assert.DoesNotContain("adas-first-loom", cards.Select(card => (string)card!["slug"]!));
    }

    [Fact]
    public async Task A_story_without_founder_and_editorial_recommendations_has_a_full_list()
    {
        var cards = (await api.Json("/v1/stories/nobody-in-particular/recommendations"))["items"]!;

        Assert.Equal(4, cards.AsArray().Count);
        Assert.All(cards.AsArray(), card => Assert.NotEmpty(card!["reasons"]!.AsArray()));
    }

    [Theory]
    [InlineData("/v1/stories/no-such-story/recommendations", HttpStatusCode.NotFound)]
    [InlineData("/v1/stories/second-shift/recommendations?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/v1/stories/second-shift/recommendations?limit=21", HttpStatusCode.BadRequest)]
    [InlineData("/v1/stories/second-shift/recommendations?cursor=x", HttpStatusCode.BadRequest)]
    public Task Invalid_requests_return_a_problem(string url, HttpStatusCode status) => api.Problem(status, url);
}
