using ContentApi.Core.Model;

namespace ContentApi.Tests.Newsroom.Drafts;

/// <summary>
/// Tests that the library stores and finds language tags in one form. They are case-insensitive (RFC 5646 section 2.1.1).
/// </summary>
public sealed class LanguageTests(Api api) : IClassFixture<Api>
{
    [Theory]
    [InlineData("EN", "en")]
    [InlineData("en-us", "en-US")]
    [InlineData("zh-hant", "zh-Hant")]
    [InlineData("ZH-HANT-tw", "zh-Hant-TW")]
    [InlineData("sr-latn-rs", "sr-Latn-RS")]
    [InlineData("es-419", "es-419")]
    [InlineData("de-ch-1996", "de-CH-1996")]
    [InlineData("sgn-be-fr", "sgn-BE-FR")]
    [InlineData("en-ca-x-ca", "en-CA-x-ca")]
    [InlineData("az-latn-x-latn", "az-Latn-x-latn")]
    [InlineData("en-us-u-islamcal", "en-US-u-islamcal")]
    [InlineData("x-LATN-US", "x-latn-us")]
    public void Language_tags_are_normalized(string written, string canonical) => Assert.Equal(canonical, LanguageTag.Normalize(written));

    [Fact]
    public async Task The_language_filter_ignores_case()
    {
        await api.Import(
            ("a.md", "---\ntitle: Shouted\nlang: PT_br\nrecommendations: [{ title: Next, language: ZH-hant }]\n---\nA."),
            ("b.md", "---\ntitle: Spoken\nlang: pt-BR\n---\nB."));

        foreach (var tag in new[] { "pt-BR", "PT-BR", "pt-br" })
        {
            Assert.Equal(["shouted", "spoken"], (await api.Json($"/v1/stories?language={tag}"))["items"].Strings("slug").Order());
        }

        Assert.Equal("pt-BR", (string)(await api.Json("/v1/stories/shouted"))["language"]!);
        Assert.Equal("zh-Hant", (string)(await api.Json("/v1/stories/shouted/recommendations"))["items"]![0]!["language"]!);
    }

    [Fact]
    public async Task Invalid_language_tags_are_reported_for_stories_and_cards()
    {
        var report = await api.Import(("a.md", "---\ntitle: Wrong\nlanguage: german!\nrecommendations: [{ title: N, language: toolonglanguage }]\n---\nA."));

        Assert.Equal(PublicationOutcome.Invalid, report.Single().Outcome);
        Assert.Equal(["language", "recommendations[0].language"], report.Single().Diagnostics.Select(diagnostic => diagnostic.Message.Split(':')[0]));
    }
}
