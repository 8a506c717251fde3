using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Core.Text;
using ContentApi.Tests.Newsroom;

namespace ContentApi.Tests.Delivery.Search;

/// <summary>Tests search in other languages and scripts, and how publishing changes its results.</summary>
public sealed class SearchLanguageTests(PolyglotLibrary api) : IClassFixture<PolyglotLibrary>
{
    [Theory]
    [InlineData("小米", "xiaomi-zh")]
    [InlineData("印度工厂", "xiaomi-zh")]
    [InlineData("創業者", "honda-ja")]
    [InlineData("「創業者」", "honda-ja")]
    [InlineData("häuser", "haus-de")]
    [InlineData("Hauses", "haus-de")]
    [InlineData("hauser", "haus-de")]
    [InlineData("fundadora", "empresa-es")]
    [InlineData("fundadoras", "empresa-es")]
    [InlineData("заводы", "zavod-ru")]
    [InlineData("zoe's café", "zoe-en")]
    [InlineData("zoe’s cafe", "zoe-en")]
    [InlineData("\"are you ok\"", "phone-en")]
    [InlineData("\"are you ok\" -café", "phone-en")]
    public async Task Words_match_in_the_language_of_the_story(string query, string slug) =>
        Assert.Equal([slug], (await api.Json($"/v1/search?type=story&q={Uri.EscapeDataString(query)}"))["items"]!.AsArray().Select(hit => (string)hit!["story"]!["slug"]!));

    [Theory]
    [InlineData("\"ok you are\"")]
    [InlineData("\"are you ok\" -phone")]
    [InlineData("小二")]
    public async Task Excluded_words_and_reordered_phrases_do_not_match(string query) =>
        Assert.Empty((await api.Json($"/v1/search?q={Uri.EscapeDataString(query)}"))["items"]!.AsArray());

    [Fact]
    public async Task Publishing_a_new_version_updates_its_search_and_suggestion_entries()
    {
        await api.Import(("draft.md", "---\nslug: changing\ntitle: Changing Tides\n---\nAbout a lighthouse."));
        Assert.Single((await api.Json("/v1/search?q=lighthouse"))["items"]!.AsArray());

        await api.Import(("draft.md", "---\nslug: changing\ntitle: Changing Winds\n---\nAbout a windmill."));
        Assert.Empty((await api.Json("/v1/search?q=lighthouse"))["items"]!.AsArray());
        Assert.Single((await api.Json("/v1/search?q=windmill"))["items"]!.AsArray());
        Assert.Empty((await api.Json("/v1/suggest?q=tides"))["items"]!.AsArray());
        Assert.Single((await api.Json("/v1/suggest?q=winds"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Renaming_a_founder_updates_the_search_entries_of_founder_and_stories()
    {
        await api.Import(("one.md", "---\nslug: of-a-founder\ntitle: One\nfounder: { slug: renamed-person, name: Quentin Oldname }\n---\nText."));
        using var read = await api.Get("/v1/founders/renamed-person");
        await api.Write(HttpMethod.Put, "/v1/founders/renamed-person", JsonNode.Parse("""{"name":"Quentin Newname","bio":"A beekeeper.","image":null}"""), ("If-Match", read.Headers.ETag!.Tag)).ShouldBe(HttpStatusCode.OK);

        Assert.Empty((await api.Json("/v1/search?q=oldname"))["items"]!.AsArray());
        Assert.Equal(["founder", "story"], (await api.Json("/v1/search?q=newname"))["items"]!.AsArray().Select(hit => (string)hit!["type"]!).Order());
        Assert.Single((await api.Json("/v1/search?q=beekeeper"))["items"]!.AsArray());
        Assert.Empty((await api.Json("/v1/suggest?q=oldname"))["items"]!.AsArray());
        Assert.Single((await api.Json("/v1/suggest?q=newname"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("\ufdfa")]
    [InlineData("ß")]
    [InlineData("a\ud83a\udd22")]
    [InlineData("ﬃ")]
    public async Task A_story_whose_words_expand_when_folded_can_be_published(string letter)
    {
        var word = string.Concat(Enumerable.Repeat(letter, 70));
        var slug = $"folds-{(int)letter[0]:x}";
        await api.CreateDraft(slug, NewsroomClient.Document($"{word} {word}", $"{word} {word} {word} {word}"));
        await api.PublishDraft(slug);

        Assert.All(Tokenizer.Tokenize(word), folded => Assert.InRange(folded.Text.Length, 1, Tokenizer.MaxTokenLength));
    }

    [Theory]
    [InlineData("Zoë’s CAFÉ", "zoes cafe")]
    [InlineData("小米手机", "小米 米手 手机")]
    [InlineData("a-b_c", "a b_c")]
    [InlineData("ﬁne", "fine")]
    [InlineData("\ud83e\udd84 x", "x")]
    [InlineData("\ud83e", "")]
    public void Tokenize_returns_folded_words(string text, string words) =>
        Assert.Equal(words, string.Join(' ', Tokenizer.Tokenize(text).Select(word => word.Text)));

    [Theory]
    [InlineData("relational", "relat")]
    [InlineData("hopping", "hop")]
    [InlineData("hoping", "hope")]
    [InlineData("companies", "compani")]
    [InlineData("company", "compani")]
    [InlineData("generalizations", "gener")]
    [InlineData("controlling", "control")]
    [InlineData("sky", "sky")]
    public void Stem_returns_the_porter_stem(string word, string stem) => Assert.Equal(stem, PorterStemmer.Stem(word));
}

/// <summary>A library with stories in several languages.</summary>
public sealed class PolyglotLibrary(PostgresServer postgres) : Api(postgres)
{
    protected override IEnumerable<(string Name, string Text)> Documents =>
    [
        ("zh.md", "---\nslug: xiaomi-zh\ntitle: 小米在印度\nlanguage: zh-Hans\n---\n二零一五年,小米决定在印度工厂生产手机。"),
        ("ja.md", "---\nslug: honda-ja\ntitle: 創業者の話\nlanguage: ja\n---\n創業者は自転車に小さなエンジンを付けた。"),
        ("de.md", "---\nslug: haus-de\ntitle: Das Haus am Fluss\nlanguage: de\n---\nDie Gründerin baute Häuser, und das Dach des Hauses war rot."),
        ("es.md", "---\nslug: empresa-es\ntitle: La empresa\nlanguage: es\n---\nLa fundadora vendió su empresa."),
        ("ru.md", "---\nslug: zavod-ru\ntitle: Завод\nlanguage: ru\n---\nОна построила завод у реки."),
        ("zoe.md", "---\nslug: zoe-en\ntitle: Zoë’s Café\n---\nCoffee, and nothing else."),
        ("phone.md", "---\nslug: phone-en\ntitle: A Launch in Delhi\n---\nHe asked the audience: are you OK? Everybody had a phone."),
        ("ok.md", "---\nslug: other-en\ntitle: Another Launch\n---\nIt went OK, and you are invited."),
    ];
}
