using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Web.Problems;

namespace ContentApi.Tests.Web.Problems;

/// <summary>Tests the pages that the `type` of a problem refers to, which explain the problem and its remedy.</summary>
public sealed class ProblemPageTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task Every_problem_type_has_a_page_that_the_list_links_to()
    {
        var list = await GetPage("/problems");
        var types = ProblemKind.All.Select(kind => kind.Type).ToList();

        Assert.Equal(types.Distinct(), types);
        foreach (var kind in ProblemKind.All)
        {
            Assert.Contains($"<a href=\"{kind.Type}\">", list, StringComparison.Ordinal);
            var page = await GetPage(kind.Type);
            Assert.All(["Meaning", "Remedy", "Example", $"<code>{kind.Type}</code>"], part => Assert.Contains(part, page, StringComparison.Ordinal));
            Assert.DoesNotContain("`", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_error_status_has_a_problem_type_with_a_page()
    {
        foreach (var status in Enumerable.Range(400, 200))
        {
            using var response = await api.Get(ProblemKind.FromStatus(status).Type);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"The page of {status} is {response.StatusCode}.");
        }
    }

    [Fact]
    public async Task The_type_of_a_returned_problem_resolves_to_its_page()
    {
        using var response = await api.Get("/v1/stories?limit=0");
        var problem = await response.ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains((string)problem["title"]!, await GetPage(new Uri(response.RequestMessage!.RequestUri!, (string)problem["type"]!).PathAndQuery), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html;q=0.5, application/*", "application/json")]
    [InlineData("text/html, application/json;q=0.9, */*;q=0.8", "text/html")]
    [InlineData("*/*", "text/html")]
    public async Task Accept_selects_HTML_or_JSON(string accept, string mediaType)
    {
        using var response = await api.Get("/problems/not-found", ("Accept", accept));

        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["Accept", "Accept-Encoding"], response.Headers.Vary);
        if (mediaType == "application/json")
        {
            var kind = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.Equal(["type", "title", "status", "meaning", "remedy", "example"], kind.AsObject().Select(member => member.Key));
            Assert.Equal(404, (int)kind["example"]!["status"]!);
        }
    }

    [Theory]
    [InlineData("/problems/no-such-kind")]
    [InlineData("/problems/Not-Found")]
    [InlineData("/problems/http-200")]
    [InlineData("/problems/")]
    public async Task An_unknown_problem_type_returns_404(string path) => await api.Problem(HttpStatusCode.NotFound, path);

    private async Task<string> GetPage(string path)
    {
        using var response = await api.Get(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsStringAsync();
    }
}
