using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Web.Problems;

namespace ContentApi.Tests.Web.Problems;

/// <summary>Whoever follows the `type` of a problem finds out what it means and what to do.</summary>
public sealed class ProblemPageTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task Every_type_has_a_page_and_the_list_leads_to_it()
    {
        var list = await Page("/problems");
        var types = ProblemKind.All.Select(kind => kind.Type).ToList();

        Assert.Equal(types.Distinct(), types);
        foreach (var kind in ProblemKind.All)
        {
            Assert.Contains($"<a href=\"{kind.Type}\">", list, StringComparison.Ordinal);
            var page = await Page(kind.Type);
            Assert.All(["Meaning", "Remedy", "Example", $"<code>{kind.Type}</code>"], part => Assert.Contains(part, page, StringComparison.Ordinal));
            Assert.DoesNotContain("`", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_status_of_an_error_has_a_kind_with_a_page()
    {
        foreach (var status in Enumerable.Range(400, 200))
        {
            using var answer = await api.Get(ProblemKind.FromStatus(status).Type);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"The page of {status} is {answer.StatusCode}.");
        }
    }

    [Fact]
    public async Task The_page_of_a_problem_that_the_service_gave_is_where_its_type_says()
    {
        using var answer = await api.Get("/v1/stories?limit=0");
        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains((string)problem["title"]!, await Page(new Uri(answer.RequestMessage!.RequestUri!, (string)problem["type"]!).PathAndQuery), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html;q=0.5, application/*", "application/json")]
    [InlineData("text/html, application/json;q=0.9, */*;q=0.8", "text/html")]
    [InlineData("*/*", "text/html")]
    public async Task Programs_get_the_same_as_JSON_when_they_ask_for_it(string accept, string mediaType)
    {
        using var answer = await api.Get("/problems/not-found", ("Accept", accept));

        Assert.Equal(mediaType, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Accept", answer.Headers.Vary.Single());
        if (mediaType == "application/json")
        {
            var kind = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal(["type", "title", "status", "meaning", "remedy", "example"], kind.AsObject().Select(member => member.Key));
            Assert.Equal(404, (int)kind["example"]!["status"]!);
        }
    }

    [Theory]
    [InlineData("/problems/no-such-kind")]
    [InlineData("/problems/Not-Found")]
    [InlineData("/problems/http-200")]
    [InlineData("/problems/")]
    public async Task What_is_no_kind_is_a_404(string address) => await api.Problem(HttpStatusCode.NotFound, address);

    private async Task<string> Page(string address)
    {
        using var answer = await api.Get(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        return await answer.Content.ReadAsStringAsync();
    }
}
