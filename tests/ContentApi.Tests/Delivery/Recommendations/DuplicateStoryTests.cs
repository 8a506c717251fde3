using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Publishing;
using Microsoft.Extensions.DependencyInjection;

namespace ContentApi.Tests.Delivery.Recommendations;

/// <summary>Tests that a list contains only the first story of a duplicate group.</summary>
public sealed class DuplicateStoryTests(JourneyLibrary api) : IClassFixture<JourneyLibrary>
{
    [Fact]
    public async Task A_duplicate_of_the_story_is_not_recommended()
    {
        const string text = "Olives ripen late. The press is stone, and the olives are pressed cold in November.";
        var newest = TimeProvider.System.GetUtcNow().ToString("O");
        await api.Import(
            ("1.md", $"---\nslug: olives\ntitle: Olives\npublishedAt: {newest}\n---\n{text}"),
            ("2.md", $"---\nslug: olives-again\ntitle: Olives\npublishedAt: {newest}\n---\n{text}"),
            ("3.md", $"---\nslug: olive-oil\ntitle: Oil\npublishedAt: {newest}\n---\nThe press gave green oil from olives that were pressed cold."));

        foreach (var slug in new[] { "olives", "olives-again" })
        {
            var cards = (await List(slug, "?limit=2")).Strings("slug").ToList();
            Assert.Equal(2, cards.Count);
            Assert.Contains("olive-oil", cards);
            Assert.Empty(cards.Intersect(["olives", "olives-again"]));
        }

        var others = (await List("ships", "?limit=20")).Strings("slug").ToList();
        Assert.Single(others.Intersect(["olives", "olives-again"]));
    }

    [Fact]
    public async Task Withdrawing_the_canonical_story_promotes_the_next_duplicate()
    {
        var newest = TimeProvider.System.GetUtcNow().ToString("O");
        foreach (var n in Enumerable.Range(1, 3))
        {
            await api.Import(($"{n}.md", $"---\nslug: bells-{n}\ntitle: Bells\npublishedAt: {newest}\n---\nThe foundry cast one bell in each spring, and tuned it with a file."));
        }

        await api.Services.GetRequiredService<LibraryEditor>().Withdraw("bells-1", new() { Reason = "A test." }, _ => true, Actor.Scheduler, CancellationToken.None);

        Assert.Equal(["bells-2"], (await List("ships", "?limit=20")).Strings("slug").Where(slug => slug.StartsWith("bells", StringComparison.Ordinal)));
        Assert.DoesNotContain("bells-2", (await List("bells-3", "?limit=20")).Strings("slug"));
    }

    private async Task<JsonNode> List(string slug, string query) => (await api.Json($"/v1/stories/{slug}/recommendations{query}"))["items"]!;
}

/// <summary>Tests a duplicate group with more stories than a list holds.</summary>
public sealed class LargeDuplicateGroupTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task A_duplicate_does_not_recommend_its_canonical_story()
    {
        const string text = "Rain fell on the gauge, and the observer wrote the millimetres down. Wind came from the west. Pressure fell by evening.";
        var newest = TimeProvider.System.GetUtcNow().ToString("O");
        await api.Import(("first.md", $"---\nslug: weather-first\ntitle: Report of the Observatory\npublishedAt: {newest}\n---\n{text}"));
        await api.Import(Enumerable.Range(1, 27).Select(n => ($"{n}.md", $"---\nslug: weather-{n}\ntitle: Report of the Observatory\npublishedAt: {newest}\nfounder: observer\n---\n{text}")).ToArray());

        await api.Import(("ships.md", "---\nslug: ships\ntitle: The Harbour\n---\nShips came to the harbour with sails and anchors; the harbour grew."));

        Assert.Equal(["ships"], (await api.Json("/v1/stories/weather-20/recommendations?limit=10"))["items"]!.Strings("slug"));
    }
}
