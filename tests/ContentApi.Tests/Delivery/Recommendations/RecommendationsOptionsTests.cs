namespace ContentApi.Tests.Delivery.Recommendations;

/// <summary>Tests the settings that limit the cards about one founder among consecutive cards.</summary>
public sealed class RecommendationsOptionsTests(RecommendationsOptionsTests.OnePerThreeLibrary api) : IClassFixture<RecommendationsOptionsTests.OnePerThreeLibrary>
{
    [Theory]
    [InlineData("/v1/stories/kettle/recommendations?limit=4")]
    [InlineData("/v1/recommendations?read=kettle&limit=4")]
    public async Task A_list_has_at_most_the_configured_cards_per_founder(string url)
    {
        var founders = (await api.Json(url))["items"]!.AsArray().Select(card => (string?)card!["founder"]!["slug"]).ToList();

        Assert.Equal(4, founders.Count);
        Assert.Equal(2, founders.Count(founder => founder == "brewer"));
        Assert.All(Enumerable.Range(0, 2), start => Assert.Equal(3, founders.Skip(start).Take(3).Distinct().Count()));
    }

    /// <summary>
    /// A library in which four stories about one founder match the story best, and two stories about other founders match it too.
    /// </summary>
    public sealed class OnePerThreeLibrary(PostgresServer postgres) : Api(postgres)
    {
        protected override IEnumerable<string> Arguments => ["--Recommendations:PerFounder=1", "--Recommendations:Among=3"];

        protected override IEnumerable<(string Name, string Text)> Documents =>
        [
            ("0.md", "---\nslug: kettle\ntitle: The Kettle\n---\nThe kettle sang. Tea leaves wait for water that has boiled, and tea waits for nobody. The pot was warm."),
            ("1.md", "---\nslug: tea-1\ntitle: Leaves of Tea\nfounder: brewer\n---\nTea leaves opened in the kettle. She sold tea by the leaf in the market of Pune."),
            ("2.md", "---\nslug: tea-2\ntitle: Water for Tea\nfounder: brewer\n---\nThe kettle boiled and tea was poured. Hard water spoils tea leaves; he filtered it through sand."),
            ("3.md", "---\nslug: tea-3\ntitle: Tea at Noon\nfounder: brewer\n---\nAt noon the kettle sang for tea. Workers drank tea from leaves that had been dried on roofs."),
            ("4.md", "---\nslug: tea-4\ntitle: A Kettle for Tea\nfounder: brewer\n---\nA copper kettle for tea leaves. Copper keeps warm, and tea likes it, said the smith."),
            ("5.md", "---\nslug: pot\ntitle: The Pot\nfounder: potter\n---\nThe pot was warm when it left the oven. A crack runs where clay is thin; a kettle never cracks."),
            ("6.md", "---\nslug: mill\ntitle: The Mill\nfounder: miller\n---\nThe mill turned on water. Water that falls grinds corn, and leaves blocked the wheel in autumn."),
        ];
    }
}
