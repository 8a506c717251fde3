using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Library;
using ContentApi.Tests.Delivery;
using ContentApi.Tests.Newsroom;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ContentApi.Tests.Library;

/// <summary>
/// Tests that the pre-serialized JSON of a story equals, byte for byte, the JSON composed from its columns, after every kind of change.
/// </summary>
public sealed class StoryJsonTests(StoryJsonTests.UncachedLibrary api) : IClassFixture<StoryJsonTests.UncachedLibrary>
{
    private static readonly string[] Pages =
    [
        "", "?body=none", "?body=html&include=recommendations", "?body=markdown&include=navigation", "?body=text&include=navigation,recommendations",
    ];

    private static readonly string[] Lists =
    [
        "", "&sort=title", "&sort=readingMinutes", "&sort=publishedAt", "&founder=ada-weaver", "&topic=craft", "&language=de", "&include=topics", "&include=takeaways", "&include=rights", "&include=topics,takeaways,rights&count=true",
    ];

    [Fact]
    public async Task Stored_json_equals_the_composed_json_after_every_change()
    {
        await api.Import(TrickyDocument("Tricky", founder: "ada-weaver"), ("late.md", "---\ntitle: At a Fraction\nfounder: nobody-yet\npublishedAt: 2024-02-20T23:59:59.9999999Z\n---\nX."));
        await AssertStoredJsonIsCurrent();

        await api.SaveNamed("/v1/founders/ada-weaver", "Ada “Loom” Weaver");
        Assert.Equal("Ada “Loom” Weaver", (string?)(await AssertStoredJsonIsCurrent())["founder"]!["name"]);

        await api.SendRename("/v1/founders/ada-weaver", "ada-w").ShouldBe(HttpStatusCode.OK);
        Assert.Equal("ada-w", (string?)(await AssertStoredJsonIsCurrent())["founder"]!["slug"]);

        await api.SaveNamed("/v1/topics/craft", "Crafts");
        await api.SendRename("/v1/topics/craft", "handcraft").ShouldBe(HttpStatusCode.OK);
        Assert.Equal(("handcraft", "Crafts"), (await AssertStoredJsonIsCurrent())["topics"]!.AsArray().Select(topic => ((string?)topic!["slug"], (string?)topic["name"])).First());

        await api.SendMerge("/v1/topics/handcraft", "machines").ShouldBe(HttpStatusCode.OK);
        await api.SendMerge("/v1/founders/ada-w", "nobody-yet").ShouldBe(HttpStatusCode.OK);
        Assert.Equal("nobody-yet", (string?)(await AssertStoredJsonIsCurrent())["founder"]!["slug"]);

        await api.Rename("second-shift", "shift-two").ShouldBe(HttpStatusCode.OK);
        Assert.Equal("https://stories.test/stories/shift-two", (string?)(await AssertStoredJsonIsCurrent())["canonicalUrl"]);

        await api.Withdraw("another-third").ShouldBe(HttpStatusCode.OK);
        await api.PublishDraft("another-third");
        await api.Import(("late.md", "---\ntitle: At a Fraction\nfounder: nobody-yet\ntakeaways: [Other., More.]\n---\nY."));
        await api.CreateDraft("from-the-newsroom", new JsonObject { ["title"] = "Newsroom", ["rights"] = new JsonObject { ["attribution"] = new JsonObject { ["text"] = "From “us” & <them>" }, ["syndication"] = "denied" }, ["founder"] = new JsonObject { ["slug"] = "ada-weaver" }, ["topics"] = new JsonArray("CRAFT", "New “One”"), ["body"] = "Text." });
        await api.PublishDraft("from-the-newsroom");
        await AssertStoredJsonIsCurrent();

        await api.ReplaceDraft("from-the-newsroom", new JsonObject { ["title"] = "Newsroom", ["body"] = "Text, mended." }, "*");
        await api.Correct("from-the-newsroom", 2, "Mended “<it>” & 😀.").ShouldBe(HttpStatusCode.OK);
        await api.Correct("from-the-newsroom", 1, "Mended back.").ShouldBe(HttpStatusCode.OK);
        await api.Rename("from-the-newsroom", "from-the-press").ShouldBe(HttpStatusCode.OK);
        await AssertStoredJsonIsCurrent();
    }

    [Fact]
    public async Task The_documents_of_a_batch_share_the_founder_that_the_first_one_creates()
    {
        var report = await api.Import(
            ("one.md", "---\ntitle: Batch One\nfounder: Zoë New\n---\nX."), ("two.md", "---\ntitle: Batch Two\nfounder: zoe-new\n---\nY."));

        Assert.All(report, document => Assert.Equal(PublicationOutcome.Created, document.Outcome));
        Assert.Equal("Zoë New", (string?)(await api.Json("/v1/stories/batch-one"))["founder"]!["name"]);
        Assert.Equal(0, await CountOutdatedJson());
        Assert.Equal(["Batch One", "Batch Two"], (await api.Json("/v1/search?q=zoe"))["items"]!.AsArray().Select(item => (string?)item!["story"]?["title"]).OfType<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Stored_json_is_served_only_for_the_current_revision_and_settings()
    {
        await api.Import(("a.md", "---\ntitle: Told As Written\n---\nX."));
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.ExecuteAsync("update story set page_json = convert_to(replace(convert_from(page_json, 'UTF8'), 'Told As Written', 'Marked'), 'UTF8') where slug = 'told-as-written'");
        await connection.ExecuteAsync("update story set card_json = convert_to(replace(convert_from(card_json, 'UTF8'), 'Told As Written', 'Marked card'), 'UTF8') where slug = 'told-as-written'");
        Assert.Equal("Marked", (string?)(await api.Json("/v1/stories/told-as-written"))["title"]);
        Assert.Equal("Marked", (string?)(await api.Json("/v1/story-batch?slugs=told-as-written"))["items"]![0]!["title"]);
        Assert.Contains("Marked card", (await api.Json("/v1/stories?limit=100"))["items"].Strings("title"));

        await connection.ExecuteAsync("update story set json_revision = revision - 1 where slug = 'told-as-written'");
        Assert.Equal("Told As Written", (string?)(await api.Json("/v1/stories/told-as-written"))["title"]);

        var (code, output, error) = await Executable.Run(api.ConnectionString, "migrate", "--Library:SiteUrl=https://other.test");
        Assert.True(code == 0, output + error);
        Assert.Matches(@"Updated the pre-serialized JSON of \d+ stories\.", output);
        Assert.Equal("https://stories.test/stories/told-as-written", (string?)(await api.Json("/v1/stories/told-as-written"))["canonicalUrl"]);
        Assert.Contains("\"https://other.test/stories/told-as-written\"", await connection.ExecuteScalarAsync<string>("select convert_from(page_json, 'UTF8') from story where slug = 'told-as-written'"), StringComparison.Ordinal);

        (_, output, _) = await Executable.Run(api.ConnectionString, "migrate", "--Library:SiteUrl=https://other.test");
        Assert.DoesNotContain("Updated the pre-serialized JSON", output, StringComparison.Ordinal);
        await Executable.Run(api.ConnectionString, ["migrate", .. UncachedLibrary.Settings]);
    }

    [Theory]
    [InlineData("blocks")]
    [InlineData("html")]
    [InlineData("markdown")]
    [InlineData("text")]
    [InlineData("none")]
    public async Task A_composed_page_equals_the_serialized_story(string body)
    {
        await api.Import(TrickyDocument("Put Together", founder: "boris-bell"));
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        foreach (var slug in await connection.QueryAsync<string>("select slug from story"))
        {
            using var response = await api.Get($"/v1/stories/{slug}?body={body}");
            await using var results = await connection.QueryMultipleAsync(
                StoryComposer.SelectSql(EnumNames.Parse<BodyFormat>(body), "select id from story where slug = @Slug"), new { Slug = slug, SiteUrl = "https://stories.test", TimeZone = "Asia/Tokyo" });
            var story = (await StoryComposer.Read(results)).Single();
            Assert.Equal(Encoding.UTF8.GetString(RelaxedJson.SerializeToUtf8Bytes(story, StoryJsonContext.Default.Story)), await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_new_founder_name_is_in_the_stored_json_of_all_stories_of_the_founder()
    {
        const string Founder = "named-anew";
        const string NewName = "New Name";
        string[] slugs = ["one-of-the-named", "two-of-the-named"];
        await api.Import(slugs.Select(slug => ($"{slug}.md", $"---\ntitle: Story\nslug: {slug}\nfounder: {{ slug: {Founder}, name: Old Name }}\n---\nX.")).ToArray());

        await api.SaveNamed($"/v1/founders/{Founder}", NewName);

        Assert.Equal(0, await CountOutdatedJson());
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        foreach (var slug in slugs)
        {
            var (card, page) = await connection.QuerySingleAsync<(string, string)>("select convert_from(card_json, 'UTF8'), convert_from(page_json, 'UTF8') from story where slug = @slug", new { slug });
            Assert.Equal((NewName, NewName), ((string?)JsonNode.Parse(card)!["founder"]!["name"], (string?)JsonNode.Parse(page)!["founder"]!["name"]));
            Assert.Equal(NewName, (string?)(await api.Json($"/v1/stories/{slug}"))["founder"]!["name"]);
        }

        var listed = (await api.Json($"/v1/stories?founder={Founder}"))["items"]!.AsArray();
        Assert.Equal(2, listed.Count);
        Assert.All(listed, card => Assert.Equal(NewName, (string?)card!["founder"]!["name"]));
    }

    [Fact]
    public async Task A_page_has_the_cache_tag_of_its_founder()
    {
        await api.Import(("a.md", "---\ntitle: Tagged\nfounder: first-tag\n---\nX."));
        Assert.Equal(["founder:first-tag", "story:tagged"], await GetTags("tagged"));

        await api.Import(("a.md", "---\ntitle: Tagged\nfounder: second-tag\n---\nX."));
        Assert.Equal(["founder:second-tag", "story:tagged"], await GetTags("tagged"));

        await api.Import(("a.md", "---\ntitle: Tagged\n---\nX."));
        Assert.Equal(["story:tagged"], await GetTags("tagged"));
    }

    /// <summary>A node of the previous version stores neither the slug of the founder nor JSON of the current format.</summary>
    [Fact]
    public async Task A_page_of_a_story_that_an_older_node_published_has_the_cache_tag_of_its_founder()
    {
        await api.Import(("a.md", "---\ntitle: By an Older Node\nfounder: older-node\n---\nX."));
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.ExecuteAsync("update story set founder_slug = null, json_format = 1 where slug = 'by-an-older-node'");
        Assert.Equal(["founder:older-node", "story:by-an-older-node"], await GetTags("by-an-older-node"));

        var (_, output, _) = await Executable.Run(api.ConnectionString, ["migrate", .. UncachedLibrary.Settings]);
        Assert.Contains("Updated the pre-serialized JSON of 1 stories", output, StringComparison.Ordinal);
        Assert.Equal(["founder:older-node", "story:by-an-older-node"], await GetTags("by-an-older-node"));
    }

    [Fact]
    public async Task A_node_with_other_settings_logs_that_stored_json_is_outdated()
    {
        using var server = Executable.Start(api.ConnectionString, "--urls=http://127.0.0.1:0", "--Library:SiteUrl=https://not-the-same.test");
        try
        {
            await Executable.ReadLogUntil(server, "Run the migrate command with the settings of this node");
            await Executable.Stop(server);
            Assert.Equal(0, server.ExitCode);
        }
        finally
        {
            server.Kill();
        }
    }

    /// <summary>Returns a document with texts that look like the tails of the JSON.</summary>
    private static (string Name, string Text) TrickyDocument(string title, string founder) => ("tricky.md", $$"""
        ---
        title: '{{title}}'
        slug: tricky
        founder: {{founder}}
        publishedAt: 1850-06-01
        dek: 'He wrote "topics":null,"takeaways":null} and "sections":null,"body":null, and "founder":{"slug":"x"} \ / <b> ü 漢 😀'
        topics: [Craft, '"topics":[]']
        image: { url: "https://images.test/a.jpg", alt: '"topics":null' }
        takeaways:
          - { statement: '"sections":null,"body":null,', explanation: '"sections":null,"body":null,"recommendations":null,"navigation":null}' }
        recommendations: [second-shift]
        ---
        A paragraph that says "sections":null,"body":null,"canonicalUrl": to all.
        """);

    /// <summary>
    /// Compares all responses with those composed from the columns. Returns the page of the tricky story or, after the rename, of the
    /// renamed one.
    /// </summary>
    private async Task<JsonNode> AssertStoredJsonIsCurrent()
    {
        Assert.Equal(0, await CountOutdatedJson());
        var stored = await GetResponses();
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.ExecuteAsync("update story set json_format = json_format + 1");
        try
        {
            Assert.Equal(await GetResponses(), stored);
        }
        finally
        {
            await connection.ExecuteAsync("update story set json_format = json_format - 1");
        }

        var last = stored.Keys.Any(url => url.StartsWith("/v1/stories/shift-two?", StringComparison.Ordinal)) ? "shift-two" : "tricky";
        return JsonNode.Parse(stored[$"/v1/stories/{last}?body=none"])!;
    }

    private async Task<Dictionary<string, string>> GetResponses()
    {
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        var stories = (await connection.QueryAsync<string>("select slug from story order by slug")).AsList();
        var urls = stories.SelectMany(slug => Pages.Select(page => $"/v1/stories/{slug}{page}"))
            .Concat(Lists.SelectMany(list => new[] { $"/v1/stories?limit=100{list}", $"/v1/stories?limit=2{list}" }));
        Dictionary<string, string> responses = [];
        foreach (var url in urls)
        {
            using var response = await api.Get(url);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            responses[url] = await response.Content.ReadAsStringAsync();
        }

        return responses;
    }

    private async Task<string[]> GetTags(string slug)
    {
        using var response = await api.Get($"/v1/stories/{slug}");
        return [.. response.Header("Surrogate-Key").Split(' ').Order(StringComparer.Ordinal)];
    }

    private async Task<long> CountOutdatedJson()
    {
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        return await connection.ExecuteScalarAsync<long>(
            "select count(*) from story where (json_revision = revision and json_format = @FormatVersion) is not true",
            new { api.Services.GetRequiredService<IOptions<LibraryOptions>>().Value.FormatVersion });
    }

    /// <summary>The small library without a response cache.</summary>
    public sealed class UncachedLibrary(PostgresServer postgres) : SmallLibrary(postgres)
    {
        protected override IEnumerable<string> Arguments => [.. base.Arguments, "--Cache:SizeLimitMegabytes=0", "--Delivery:SurrogateKeys=true"];
    }
}
