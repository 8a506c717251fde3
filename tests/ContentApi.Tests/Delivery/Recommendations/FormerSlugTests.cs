using System.Net;
using ContentApi.Tests.Newsroom;

namespace ContentApi.Tests.Delivery.Recommendations;

/// <summary>Tests requests for recommendations that name renamed, withdrawn or unknown stories.</summary>
public sealed class FormerSlugTests(JourneyLibrary api) : IClassFixture<JourneyLibrary>
{
    [Fact]
    public async Task A_history_lists_withdrawn_and_unknown_slugs_as_missing_and_follows_renames()
    {
        await api.Import(("gone.md", "# Read and Gone\n\nText."), ("renamed.md", "# Read and Renamed\n\nSourdough is bread that rises without yeast: the sourdough starter makes it rise."));
        await api.Withdraw("read-and-gone").ShouldBe(HttpStatusCode.OK);
        await api.Rename("read-and-renamed", "read-under-a-new-name").ShouldBe(HttpStatusCode.OK);

        var recommended = await api.Json("/v1/recommendations?read=never-was,read-and-renamed,read-and-gone,sourdough&limit=20");
        var nothing = await api.Json("/v1/recommendations?read=never-was");

        Assert.Equal(
            """[{"slug":"never-was","id":null,"status":404},{"slug":"read-and-gone","id":null,"status":410}]""",
            recommended["missing"]!.ToJsonString());
        Assert.NotEmpty(recommended["items"]!.AsArray());
        Assert.DoesNotContain("read-under-a-new-name", recommended["items"].Strings("slug"));
        Assert.Equal(["items", "missing"], nothing.AsObject().Select(member => member.Key));
        Assert.Empty(nothing["items"]!.AsArray());
        Assert.Empty((await api.Json("/v1/recommendations?read=sourdough"))["missing"]!.AsArray());
        await api.Problem(HttpStatusCode.BadRequest, "/v1/recommendations");
    }

    [Fact]
    public async Task An_explanation_follows_the_former_slug_of_the_other_story()
    {
        await api.Import(("other.md", "# Explained Before\n\nText about explanations."));
        await api.Rename("explained-before", "explained-after").ShouldBe(HttpStatusCode.OK);

        var explained = await api.Json("/v1/stories/sourdough/recommendations/explain?story=explained-before");

        Assert.Equal("explained-after", (string)explained["other"]!);
        Assert.Equal(explained.ToJsonString(), (await api.Json("/v1/stories/sourdough/recommendations/explain?story=explained-after")).ToJsonString());
    }
}
