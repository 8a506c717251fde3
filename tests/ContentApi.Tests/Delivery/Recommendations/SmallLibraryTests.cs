using System.Text.Json.Nodes;

namespace ContentApi.Tests.Delivery.Recommendations;

/// <summary>Tests recommendations in a library so small that every story changes which terms are rare.</summary>
public sealed class SmallLibraryTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task Each_publication_recomputes_the_scores_of_all_lists()
    {
        string[] texts =
        [
            "The phone sold out in India. Then a court in Delhi stopped the sale. Localization was the answer.",
            "Localization began with a factory. In India the factory hired a thousand people.",
            "The starter rose at night. Sourdough needs flour, water and patience, and the sourdough crust sang.",
            "The starter rose at night. Sourdough needs flour, water and patience, and the sourdough crust sang.",
            "Salt keeps bread. The crust of a sourdough takes salt, and the starter does not.",
        ];
        string[] titles = ["Phones for India", "A Factory in India", "Sourdough", "Sourdough", "Bread and Salt"];
        foreach (var (i, text) in texts.Index())
        {
            await api.Import(($"{i}.md", $"---\nslug: story-{i}\ntitle: {titles[i]}\n---\n{text}"));
        }

        var compared = 0;
        foreach (var i in Enumerable.Range(0, texts.Length))
        {
            foreach (var card in (await List(i)).Where(card => card!["score"] is not null))
            {
                var explained = await api.Json($"/v1/stories/story-{i}/recommendations/explain?story={card!["slug"]}");
                Assert.Equal((double)explained["score"]!, (double)card["score"]!, 0.0002);
                compared++;
            }
        }

        Assert.InRange(compared, 4, 20);
        Assert.Single((await List(4)).Select(card => (string)card!["slug"]!).Intersect(["story-2", "story-3"]));
    }

    private async Task<JsonArray> List(int story) => (await api.Json($"/v1/stories/story-{story}/recommendations?limit=20"))["items"]!.AsArray();
}
