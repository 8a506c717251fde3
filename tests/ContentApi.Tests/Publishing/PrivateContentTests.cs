using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Tests.Newsroom;

namespace ContentApi.Tests.Publishing;

public sealed class PrivateContentTests(Api api, PostgresServer postgres) : IClassFixture<Api>, IDisposable
{
    private const string Secret = "zanzibarian";

    private readonly string folder = Directory.CreateTempSubdirectory("content-api-private-").FullName;

    [Fact]
    public async Task Import_saves_private_documents_as_drafts()
    {
        var drafts = Directory.CreateDirectory(Path.Combine(folder, "site", "_drafts", "deep")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "other"));
        await WriteFile("site/public.md", "title: Public", "Body.");
        await WriteFile("site/yes.md", "title: Yes\ndraft: yes\ndate: 2020-01-01", "Body.");
        await WriteFile("site/no-body.md", "title: No Body\nstatus: draft", "");
        await WriteFile("site/odd.md", "title: Odd\ndraft: vielleicht", "Body.");
        await WriteFile("site/nothing.md", "title: Nothing", "<!-- only a comment -->");
        await WriteFile("site/_drafts/deep/folder.md", "title: Folder\npublished: true", "Body.");
        await WriteFile("site/_drafts/given.txt", "title: Given", "Body.");
        File.CreateSymbolicLink(Path.Combine(folder, "other", "link.md"), "../site/_drafts/linked.md");
        await WriteFile("site/_drafts/linked.md", "title: Linked", "Body.");
        Directory.CreateSymbolicLink(Path.Combine(folder, "innocent"), drafts);
        await WriteFile("site/_drafts/deep/behind.md", "title: Behind", "Body.");
        var database = await postgres.CreateDatabase();

        var site = await RunImport(database, "site/public.md", "site/yes.md", "site/no-body.md", "site/odd.md", "site/nothing.md", "site/_drafts/deep/folder.md");
        Assert.Contains("site/public.md: created public", site);
        Assert.Contains("site/yes.md: draft yes", site);
        Assert.Contains("site/no-body.md: draft no-body", site);
        Assert.Contains("site/odd.md: draft odd", site);
        Assert.Contains(site, line => line.StartsWith("site/odd.md:3: warning: 'draft' has an unrecognized value", StringComparison.Ordinal));
        Assert.Contains("site/nothing.md: error: The body is empty; a story needs text, an image or code to be published.", site);
        Assert.Contains("site/_drafts/deep/folder.md: draft folder", site);
        Assert.Contains("1 created, 0 updated, 4 draft, 0 unchanged, 1 failed; 1 warning; 0 skipped.", site);

        Assert.Contains("site/_drafts/given.txt: draft given", await RunImport(database, "site/_drafts/given.txt"));
        Assert.Contains("other/link.md: draft linked", await RunImport(database, "other"));
        Assert.Contains("innocent/behind.md: draft behind", await RunImport(database, "innocent/behind.md"));
        var startInfo = Executable.Prepare(database, "import", ".");
        startInfo.WorkingDirectory = Path.Combine(folder, "site", "_drafts");
        var result = await Executable.Finish(Process.Start(startInfo)!);
        Assert.Contains("./given.txt: unchanged given\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("created ", result.Output.Replace("0 created, ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_imported_draft_is_published_when_its_draft_mark_is_removed()
    {
        var first = await Import("---\ntitle: Losing the Mark\ndraft: true\npublishedAt: 2020-01-01\n---\nText.");
        var again = await Import("---\ntitle: Losing the Mark\ndraft: true\npublishedAt: 2020-01-01\n---\nText.");
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/losing-the-mark");
        var state = await api.GetState("losing-the-mark");
        var published = await Import("---\ntitle: Losing the Mark\npublishedAt: 2020-01-01\n---\nText.");

        Assert.Equal(["draft", "unchanged", "created"], new[] { first, again, published }.Select(result => (string)result["outcome"]!));
        Assert.Equal("draft", state);
        Assert.Equal("losing-the-mark", (string)first["slug"]!);
        Assert.Empty(again["warnings"]!.AsArray());
        Assert.Equal("2020-01-01", (string)(await api.Json("/v1/stories/losing-the-mark"))["publishedOn"]!);
        Assert.Single((await api.Json("/v1/drafts/losing-the-mark/versions"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Marking_a_published_story_as_a_draft_keeps_it_published_with_a_warning()
    {
        await Import("---\ntitle: Marked Late\n---\nText.");
        var same = await Import("---\ntitle: Marked Late\ndraft: true\n---\nText.");
        var changed = await Import("---\ntitle: Marked Late\ndraft: true\n---\nOther text.");
        var again = await Import("---\ntitle: Marked Late\ndraft: true\n---\nOther text.");

        Assert.Equal(["unchanged", "draft", "unchanged"], new[] { same, changed, again }.Select(result => (string)result["outcome"]!));
        Assert.All([same, changed, again], result => Assert.Equal(
            "is marked as a draft, but version 1 of 'marked-late' is still published; to withdraw it, send POST /v1/drafts/marked-late/withdraw",
            (string)Assert.Single(result["warnings"]!.AsArray())!["message"]!));
        Assert.Equal("Text.", (string)(await api.Json("/v1/stories/marked-late?body=text"))["body"]!["content"]!);
        Assert.Equal("changed", await api.GetState("marked-late"));

        await api.Withdraw("marked-late", "Too early.").ShouldBe(HttpStatusCode.OK);
        Assert.Equal("draft", (string)(await Import("---\ntitle: Marked Late\ndraft: true\n---\nText again."))["outcome"]!);
        Assert.Equal("withdrawn", await api.GetState("marked-late"));
        await api.Problem(HttpStatusCode.Gone, "/v1/stories/marked-late");
    }

    [Fact]
    public async Task Marking_a_scheduled_story_as_a_draft_cancels_its_schedule()
    {
        await Import("---\ntitle: Not That Soon\npublishedAt: 2999-01-01\n---\nText.");
        var marked = await Import("---\ntitle: Not That Soon\npublishedAt: 2999-01-01\ndraft: true\n---\nText.");
        var again = await Import("---\ntitle: Not That Soon\npublishedAt: 2999-01-01\ndraft: true\n---\nText.");

        Assert.Equal(("draft", "unchanged"), ((string)marked["outcome"]!, (string)again["outcome"]!));
        Assert.Equal("is marked as a draft; its publication at 2999-01-01T00:00:00Z is cancelled", (string)Assert.Single(marked["warnings"]!.AsArray())!["message"]!);
        Assert.Equal("draft", await api.GetState("not-that-soon"));
    }

    [Fact]
    public async Task An_imported_draft_adds_no_founder_topic_or_search_result()
    {
        var imported = await Import($"---\ntitle: Quiet {Secret}\ndraft: true\nfounder: Nobody Yet\ntopics: [{Secret}]\ntakeaways: [{Secret}]\n---\n{Secret}.");
        var dryRun = await Import($"---\ntitle: Dry {Secret}\ndraft: true\n---\n{Secret}.", "?dryRun=true");

        Assert.Equal(("draft", "draft"), ((string)imported["outcome"]!, (string)dryRun["outcome"]!));
        await api.Problem(HttpStatusCode.NotFound, "/v1/founders/nobody-yet");
        Assert.Empty((await api.Json($"/v1/search?q={Secret}"))["items"]!.AsArray());
        Assert.DoesNotContain(Secret, (await api.Json("/v1/topics")).ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, (await api.Json("/v1/changes")).ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n\t")]
    [InlineData("\u200b\u00ad\ufeff\u2060")]
    [InlineData("\u3164 \u2800")]
    [InlineData("&nbsp;&#8203;")]
    [InlineData("<!-- only a comment -->")]
    [InlineData("{% comment %}\nonly\n{% endcomment %}\n\n%%a comment%%")]
    [InlineData("[//]: # (only a comment)")]
    [InlineData("[unused]: https://example.com")]
    [InlineData("---\n\n***")]
    [InlineData("# Nothing to See")]
    [InlineData("```\n\n```")]
    [InlineData("- \n- <!-- x -->")]
    [InlineData("> &nbsp;")]
    public async Task A_body_without_visible_content_cannot_be_published(string body)
    {
        var slug = $"nothing-{Guid.CreateVersion7():N}";
        await api.CreateDraft(slug, NewsroomClient.Document("Nothing to See", body));
        var problem = await api.SendPublish(slug, 1).ShouldBeProblem((HttpStatusCode)422);
        await api.Schedule(slug, 1, new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBeProblem((HttpStatusCode)422);
        var imported = await Import(new JsonObject { ["title"] = "Nothing to See", ["slug"] = $"import-{slug}", ["body"] = body }.ToJsonString(), mediaType: "application/json");

        Assert.StartsWith("The body is empty", (string)problem["errors"]!["version"]![0]!, StringComparison.Ordinal);
        Assert.Equal("draft", await api.GetState(slug));
        Assert.Equal("invalid", (string)imported["outcome"]!);
        Assert.StartsWith("The body is empty", (string)imported["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("## Only a Heading")]
    [InlineData("![](https://example.com/a.png)")]
    [InlineData("```\nx\n```")]
    [InlineData("| a |\n|---|\n| b |")]
    [InlineData("`<!-- x -->`")]
    [InlineData("💡")]
    [InlineData("字")]
    public async Task A_body_with_visible_content_can_be_published(string body)
    {
        var slug = $"something-{Guid.CreateVersion7():N}";
        await api.CreateDraft(slug, NewsroomClient.Document("Something to See", body));

        Assert.Equal("published", (string)(await api.PublishDraft(slug))["state"]!);
    }

    [Theory]
    [InlineData("<!-- {0} -->")]
    [InlineData("{{% comment %}}{0}{{% endcomment %}}")]
    [InlineData("{{::comment}}{0}{{:/comment}}")]
    [InlineData("%%{0}%%")]
    public async Task Comments_are_removed_from_every_member(string template)
    {
        var word = $"word{Guid.CreateVersion7():N}";
        var comment = string.Format(null, template, word);
        var slug = $"commented-{Guid.CreateVersion7():N}";
        JsonObject document = new()
        {
            ["title"] = $"Title {comment} of {slug}",
            ["dek"] = $"Dek {comment}",
            ["byline"] = $"Ann {comment}",
            ["rights"] = new JsonObject { ["license"] = $"CC0 {comment}", ["copyrightHolder"] = $"Nora {comment}", ["attribution"] = new JsonObject { ["text"] = $"From us {comment}" } },
            ["topics"] = new JsonArray($"Topic {comment}"),
            ["founder"] = new JsonObject { ["slug"] = $"founder-{slug}", ["name"] = $"Nora {comment}", ["bio"] = $"Bakes {comment}" },
            ["image"] = new JsonObject { ["url"] = "https://example.com/a.png", ["alt"] = $"Alt {comment}", ["caption"] = $"Caption {comment}", ["credit"] = $"Credit {comment}" },
            ["takeaways"] = new JsonArray(new JsonObject { ["statement"] = $"Lesson {comment}", ["explanation"] = $"Why {comment}" }),
            ["recommendations"] = new JsonArray(new JsonObject { ["slug"] = $"other-{slug}", ["title"] = $"Other {comment}", ["dek"] = $"Dek {comment}", ["byline"] = $"Bo {comment}" }),
            ["body"] = $"Public {comment} words.\n\n{comment}\n\n## Act I: One {comment}\n\n- item {comment}\n\n> quote {comment}\n\n![alt {comment}](https://example.com/a.png)\n\n[//]: # ({word})",
        };
        await api.CreateDraft(slug, document);
        await api.PublishDraft(slug);
        var imported = await Import(document.ToJsonString(), mediaType: "application/json");

        Assert.Equal("created", (string)imported["outcome"]!);
        Assert.DoesNotContain(word, (string)imported["slug"]!, StringComparison.Ordinal);
        foreach (var name in new[] { slug, (string)imported["slug"]! })
        {
            foreach (var body in new[] { "blocks", "html", "markdown", "text" })
            {
                Assert.DoesNotContain(word, (await api.Json($"/v1/stories/{name}?body={body}&include=recommendations,navigation")).ToJsonString(), StringComparison.Ordinal);
            }

            Assert.Equal("Public words.", ((string)(await api.Json($"/v1/stories/{name}?body=text"))["body"]!["content"]!).Split('\n')[0]);
        }

        foreach (var url in new[] { $"/v1/founders/founder-{slug}", "/v1/stories?limit=100&include=topics,takeaways,rights", "/v1/topics?limit=100", "/v1/takeaways?limit=100", "/v1/changes?limit=1000", $"/v1/suggest?q={word}" })
        {
            Assert.DoesNotContain(word, (await api.Json(url)).ToJsonString().Replace($"\"q\":\"{word}\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.Empty((await api.Json($"/v1/search?q={word}"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Comments_are_removed_from_every_import_format()
    {
        var front = await Import($"---\ntitle: Front <!-- {Secret} -->\ndek: 'D <!-- {Secret} -->'\n---\nText <!-- {Secret}\n\n{Secret} --> after.");
        var page = await Import($"Page of Comments\n<!--\n{Secret}\n-->\nMarch 3, 2025\n\nDek.\n\nKey Takeaways\n- One. <!-- {Secret} -->\n\nThe story <!-- {Secret} --> goes.\n\n%%\n{Secret}\n%%\n\nIt ends.", mediaType: "text/plain");
        var plain = await Import($"Plain Comments <!-- {Secret}\n{Secret} -->\n\nText.", mediaType: "text/plain");

        foreach (var (slug, imported) in new[] { ("front", front), ("page-of-comments", page), ("plain-comments", plain) })
        {
            Assert.Equal(("created", slug), ((string)imported["outcome"]!, (string)imported["slug"]!));
            Assert.DoesNotContain(Secret, (await api.Json($"/v1/stories/{slug}?body=markdown")).ToJsonString(), StringComparison.Ordinal);
        }

        var unclosed = await Import("---\ntitle: Never Closed\n---\nText.\n\n<!-- private\n\nmore");
        Assert.Equal(6, (int)Assert.Single(unclosed["warnings"]!.AsArray())!["line"]!);
        Assert.Equal("Text.", (string)(await api.Json("/v1/stories/never-closed?body=text"))["body"]!["content"]!);
    }

    [Fact]
    public async Task Comments_are_removed_from_founders()
    {
        var response = await api.Write(HttpMethod.Put, "/v1/founders/commented-founder", new JsonObject { ["name"] = "Ann <!-- x -->", ["bio"] = "Bakes. <!-- private -->", ["image"] = null }, ("If-None-Match", "*"));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var founder = await api.Json("/v1/founders/commented-founder");
        Assert.Equal(("Ann", "Bakes."), ((string)founder["name"]!, (string)founder["bio"]!));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task WriteFile(string name, string frontMatter, string body) => File.WriteAllTextAsync(Path.Combine(folder, name), $"---\n{frontMatter}\n---\n{body}");

    private async Task<List<string>> RunImport(string database, params string[] names)
    {
        var (_, output, _) = await Executable.Run(database, ["import", .. names.Select(name => Path.Combine(folder, name))]);
        return output.Split('\n').Select(line => line.Replace(folder + "/", "", StringComparison.Ordinal)).ToList();
    }

    private Task<JsonNode> Import(string text, string query = "", string mediaType = "text/markdown") =>
        api.SendImport(text, mediaType, query).ShouldBe(HttpStatusCode.OK);
}
