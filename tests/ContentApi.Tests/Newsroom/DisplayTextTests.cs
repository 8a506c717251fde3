using System.Net;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Newsroom;

/// <summary>Tests that every text that is shown beside other text rejects unsafe and invisible characters.</summary>
public sealed class DisplayTextTests(Api api) : IClassFixture<Api>
{
    private static readonly string[] Unsafe = ["A\u0007B", "A\u0085B", "A\u202eB", "A\u2068B", "A\u2069B", "\u200b\u2060", "\u3164"];

    [Theory]
    [InlineData("title", """{"title":"TEXT","body":"B"}""", false)]
    [InlineData("byline", """{"title":"T","body":"B","byline":"TEXT"}""", false)]
    [InlineData("dek", """{"title":"T","body":"B","dek":"TEXT"}""", true)]
    [InlineData("rights.license", """{"title":"T","body":"B","rights":{"license":"TEXT"}}""", false)]
    [InlineData("rights.copyrightHolder", """{"title":"T","body":"B","rights":{"copyrightHolder":"TEXT"}}""", false)]
    [InlineData("rights.attribution.text", """{"title":"T","body":"B","rights":{"attribution":{"text":"TEXT"}}}""", true)]
    [InlineData("topics[0]", """{"title":"T","body":"B","topics":["TEXT"]}""", false)]
    [InlineData("founder.name", """{"title":"T","body":"B","founder":{"slug":"f","name":"TEXT"}}""", false)]
    [InlineData("founder.bio", """{"title":"T","body":"B","founder":{"slug":"f","bio":"TEXT"}}""", true)]
    [InlineData("image.alt", """{"title":"T","body":"B","image":{"url":"https://a.test/a","alt":"TEXT"}}""", true)]
    [InlineData("image.caption", """{"title":"T","body":"B","image":{"url":"https://a.test/a","caption":"TEXT"}}""", true)]
    [InlineData("image.credit", """{"title":"T","body":"B","image":{"url":"https://a.test/a","credit":"TEXT"}}""", false)]
    [InlineData("takeaways[0].statement", """{"title":"T","body":"B","takeaways":[{"statement":"TEXT"}]}""", true)]
    [InlineData("takeaways[0].explanation", """{"title":"T","body":"B","takeaways":[{"statement":"S","explanation":"TEXT"}]}""", true)]
    [InlineData("recommendations[0].title", """{"title":"T","body":"B","recommendations":[{"slug":"r","title":"TEXT"}]}""", false)]
    [InlineData("recommendations[0].dek", """{"title":"T","body":"B","recommendations":[{"slug":"r","title":"T","dek":"TEXT"}]}""", true)]
    [InlineData("recommendations[0].byline", """{"title":"T","body":"B","recommendations":[{"slug":"r","title":"T","byline":"TEXT"}]}""", false)]
    [InlineData("recommendations[0].founder.name", """{"title":"T","body":"B","recommendations":[{"slug":"r","title":"T","founder":{"slug":"f","name":"TEXT"}}]}""", false)]
    public async Task Texts_of_a_draft_are_safe_and_visible(string member, string template, bool isMultiline)
    {
        foreach (var text in isMultiline ? Unsafe : [.. Unsafe, "A\nB", "A\tB"])
        {
            var document = Fill(template, text);
            var problem = await api.SendCreate("unsafe", document).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
            Assert.Contains(member, problem["errors"]!.AsObject().Select(error => error.Key));
            var import = await api.Write(HttpMethod.Post, "/v1/imports", document).ShouldBe(HttpStatusCode.OK);
            Assert.Equal("invalid", (string)import["outcome"]!);
            Assert.Contains(import["errors"]!.AsArray(), error => ((string)error!["message"]!).StartsWith($"{member}: ", StringComparison.Ordinal));
        }

        foreach (var text in isMultiline ? ["A \u2068שלום\u2069 B", "A\r\n\tB"] : new[] { "A \u2068שלום\u2069 B" })
        {
            await api.CreateDraft($"safe-{Guid.CreateVersion7():N}", Fill(template, text));
        }
    }

    [Theory]
    [InlineData("## Act I: A\u202eB")]
    [InlineData("## Act \u0007: A")]
    [InlineData("Text.\n\n### A \u2066B")]
    [InlineData("## A &#x202E; B")]
    [InlineData("- ### A\u202eB")]
    public async Task Headings_of_a_body_are_safe(string body)
    {
        var problem = await api.SendCreate("unsafe-heading", NewsroomClient.Document("T", body)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["body"], problem["errors"]!.AsObject().Select(error => error.Key));
        await api.CreateDraft($"safe-{Guid.CreateVersion7():N}", NewsroomClient.Document("T", body.TrimStart('#', ' ').Replace("###", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Texts_of_other_requests_are_safe_and_visible()
    {
        foreach (var text in Unsafe)
        {
            await Expect("PUT", "/v1/founders/unsafe", """{"name":"TEXT","bio":null,"image":null}""", "name", text);
            await Expect("PUT", "/v1/founders/unsafe", """{"name":"N","bio":"TEXT","image":null}""", "bio", text);
            await Expect("PUT", "/v1/founders/unsafe", """{"name":"N","bio":null,"image":{"url":"https://a.test/a","alt":"TEXT"}}""", "image.alt", text);
            await Expect("PUT", "/v1/topics/unsafe", """{"name":"TEXT"}""", "name", text);
            await Expect("POST", "/v1/drafts/unsafe/withdraw", """{"reason":"TEXT"}""", "reason", text);
            await Expect("POST", "/v1/drafts/unsafe/withdraw", """{"internalReason":"TEXT"}""", "internalReason", text);
            await Expect("POST", "/v1/keys", """{"name":"TEXT","scopes":["read"]}""", "name", text);
        }

        await Expect("POST", "/v1/keys", """{"name":"TEXT","scopes":["read"]}""", "name", "A\nB");
        await Expect("POST", "/v1/keys", """{"name":"TEXT","scopes":["read"]}""", "name", "");
        await Expect("POST", "/v1/drafts/unsafe/withdraw", """{"reason":"TEXT"}""", "reason", "");
    }

    [Fact]
    public async Task A_patch_and_front_matter_cannot_add_an_unsafe_text()
    {
        await api.CreateDraft("patched-safe");
        var problem = await api.Write(HttpMethod.Patch, "/v1/drafts/patched-safe", new JsonObject { ["dek"] = "A\u202eB" }, ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["dek"], problem["errors"]!.AsObject().Select(error => error.Key));

        var imported = await api.Import(("a\u001b[31m.md", "# A Title\n\nText."), ("b.md", "---\ntitle: \"A\\u202EB\"\n---\nText."), ("c.md", "# A \u202eTitle\n\nText."), ("d.txt", "A Title\u0007\n\nText."));
        Assert.Equal(
            ["the file name must not contain control characters; it contains U+001B.", "title: must not contain bidirectional", "title: must not contain bidirectional", "title: must not contain control characters; it contains U+0007."],
            imported.Select(document => document.Diagnostics.Single().Message.Split(" embeddings")[0]));
    }

    private async Task Expect(string method, string url, string template, string member, string text)
    {
        var problem = await api.Write(new HttpMethod(method), url, Fill(template, text), ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal([member], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    private static JsonNode Fill(string template, string text) => JsonNode.Parse(template.Replace("\"TEXT\"", JsonValue.Create(text).ToJsonString(), StringComparison.Ordinal))!;
}
