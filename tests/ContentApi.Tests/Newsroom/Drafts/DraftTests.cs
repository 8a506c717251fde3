using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Tests.ContractConformance;

namespace ContentApi.Tests.Newsroom.Drafts;

public sealed class DraftTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task A_saved_draft_is_returned_unchanged_and_not_public()
    {
        var document = NewsroomClient.Document("Quiet Work", "## Act I: Here\n\nText.");
        document["takeaways"] = new JsonArray(new JsonObject { ["statement"] = "Begin." });
        document["publishedAt"] = "2024-05-01T08:00:00+02:00";
        document["founder"] = new JsonObject { ["slug"] = "mira-quiet" };

        using var created = await api.SendCreate("quiet-work", document);
        using var response = await api.Get("/v1/drafts/quiet-work");
        var read = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("/v1/drafts/quiet-work", created.Headers.Location?.ToString());
        Assert.Equal(created.Headers.ETag, response.Headers.ETag);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal(("draft", "1"), (response.Headers.GetValues("Draft-State").Single(), response.Headers.GetValues("Draft-Version").Single()));
        Assert.Equal(
            ["title", "slug", "founder", "publishedAt", "byline", "dek", "readingMinutes", "topics", "language", "rights", "image", "canonicalUrl", "takeaways", "recommendations", "body"],
            read.AsObject().Select(member => member.Key));
        Assert.Equal(("quiet-work", "2024-05-01T06:00:00Z", "## Act I: Here\n\nText."), ((string)read["slug"]!, (string)read["publishedAt"]!, (string)read["body"]!));
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/quiet-work");
        await api.Problem(HttpStatusCode.NotFound, "/v1/founders/mira-quiet");
        Assert.Equal(HttpStatusCode.OK, (await api.SendReplace("quiet-work", read, created.Headers.ETag!.Tag)).StatusCode); // PUT accepts the document that GET returned
    }

    [Fact]
    public async Task Saving_creates_a_version_only_if_the_content_changed()
    {
        var first = await api.CreateDraft("versions", NewsroomClient.Document("One"));

        Assert.Equal(first, await api.ReplaceDraft("versions", NewsroomClient.Document("One"), first));
        Assert.NotEqual(first, await api.ReplaceDraft("versions", NewsroomClient.Document("Two"), first));

        var versions = (await api.Json("/v1/drafts/versions/versions"))["items"]!;
        Assert.Equal(["Two", "One"], versions.Strings("title"));
        Assert.Equal("One", (string)(await api.Json("/v1/drafts/versions/versions/1"))["title"]!);
        var page = await api.Json("/v1/drafts/versions/versions?limit=1&count=true");
        Assert.Equal(2, (int)page["totalCount"]!);
        Assert.Equal(["One"], (await api.Json($"/v1/drafts/versions/versions?limit=1&cursor={(string)page["nextCursor"]!}"))["items"].Strings("title"));
        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/versions/versions/3");
    }

    [Fact]
    public async Task Preconditions_are_checked_before_content_and_failures_return_the_current_tag()
    {
        var first = await api.CreateDraft("contested");
        var second = await api.ReplaceDraft("contested", NewsroomClient.Document("Newer"), first);

        var required = await api.Write(HttpMethod.Put, "/v1/drafts/contested", NewsroomClient.Document("x")).ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        using var stale = await api.SendReplace("contested", NewsroomClient.Document(""), first); // the content is invalid too
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        using var duplicate = await api.SendCreate("contested", NewsroomClient.Document("x"));
        var exists = await duplicate.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal($"The draft 'contested' already exists. To replace it, send If-Match with its ETag {second}, instead of If-None-Match.", (string)exists["detail"]!);

        Assert.Equal("/problems/precondition-required", (string)required["type"]!);
        Assert.Equal((second, second), (stale.Headers.ETag!.Tag, duplicate.Headers.ETag!.Tag));
        await api.SendReplace("nobody-yet", NewsroomClient.Document("x"), second).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await api.SendReplace("contested", NewsroomClient.Document("x"), $"W/{second}").ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await api.SendReplace("contested", NewsroomClient.Document("x"), "nonsense").ShouldBeProblem(HttpStatusCode.BadRequest);
        await api.Write(HttpMethod.Put, "/v1/drafts/contested", NewsroomClient.Document("x"), ("If-None-Match", "\"something\"")).ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.OK, (await api.SendReplace("contested", NewsroomClient.Document("Newest"), $"\"other\", {second}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await api.SendReplace("contested", NewsroomClient.Document("Any"), "*")).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/schedule")]
    public async Task Reading_with_an_outdated_If_Match_returns_412(string subpath)
    {
        var slug = $"matched{subpath.Replace('/', '-')}";
        var first = await api.CreateDraft(slug);
        await api.Schedule(slug, 1, DateTimeOffset.Parse("2999-01-01T00:00:00Z", null)).ShouldBe(HttpStatusCode.Created);
        var current = await api.GetETag(slug);

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            foreach (var match in new[] { first, $"W/{current}", "nonsense" })
            {
                using var outdated = await api.Send(method, $"/v1/drafts/{slug}{subpath}", ("If-Match", match));
                Assert.Equal((HttpStatusCode.PreconditionFailed, current), (outdated.StatusCode, outdated.Headers.ETag!.Tag));
            }

            foreach (var match in new[] { current, "*", $"{first}, {current}" })
            {
                Assert.Equal(HttpStatusCode.OK, await api.Send(method, $"/v1/drafts/{slug}{subpath}", ("If-Match", match)).Status());
            }
        }

        await (await api.Get($"/v1/drafts/{slug}{subpath}", ("If-Match", first))).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(HttpStatusCode.NotFound, await api.Get($"/v1/drafts/nowhere{subpath}", ("If-Match", "*")).Status());
    }

    [Fact]
    public async Task An_entity_tag_that_a_proxy_has_changed_replaces_a_draft()
    {
        var etag = await api.CreateDraft("proxied");
        foreach (var suffix in new[] { "-gzip", "--gzip", "-br", ";gzip", "-br-gzip" })
        {
            await api.SendReplace("proxied", NewsroomClient.Document("x"), $"W/{etag[..^1]}{suffix}\"").ShouldBeProblem(HttpStatusCode.PreconditionFailed);
            etag = await api.ReplaceDraft("proxied", NewsroomClient.Document($"Through {suffix}"), $"{etag[..^1]}{suffix}\"");
        }

        await api.Schedule("proxied", 1, DateTimeOffset.Parse("2999-01-01T00:00:00Z", null), $"{etag[..^1]}-gzip\"").ShouldBe(HttpStatusCode.Created);
        await api.SendReplace("proxied", NewsroomClient.Document("x"), $"{etag[..^1]}-gzip\"").ShouldBeProblem(HttpStatusCode.PreconditionFailed); // the schedule changed the tag
        await api.SendReplace("proxied", NewsroomClient.Document("x"), $"{etag[..^1]}0-gzip\"").ShouldBeProblem(HttpStatusCode.PreconditionFailed);
    }

    [Theory]
    [InlineData("12345678")]
    [InlineData("123456789")]
    [InlineData("123456789012345")]
    public async Task Instants_can_have_more_decimals_than_the_service_keeps(string decimals)
    {
        var slug = $"nanoseconds-{decimals.Length}";
        var document = NewsroomClient.Document("Nanoseconds");
        document["publishedAt"] = $"2024-05-01T08:00:00.{decimals}+02:00";
        var etag = await api.CreateDraft(slug, document);
        Assert.Equal("2024-05-01T06:00:00.1234567Z", (string)(await api.Json($"/v1/drafts/{slug}"))["publishedAt"]!);
        await api.Write(HttpMethod.Patch, $"/v1/drafts/{slug}", new JsonObject { ["publishedAt"] = $"2024-05-02T06:00:00.{decimals}Z" }, ("If-Match", etag)).ShouldBe(HttpStatusCode.OK);

        var schedule = await api.Write(HttpMethod.Put, $"/v1/drafts/{slug}/schedule", new JsonObject { ["version"] = 1, ["at"] = $"2999-01-01T00:00:00.{decimals}Z" }, ("If-Match", "*")).ShouldBe(HttpStatusCode.Created);
        var key = await api.Write(HttpMethod.Post, "/v1/keys", new JsonObject { ["name"] = "Go", ["scopes"] = new JsonArray("read"), ["expiresAt"] = $"2999-01-01T00:00:00.{decimals}Z" }).ShouldBe(HttpStatusCode.Created);
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss", null);
        var link = await api.Write(HttpMethod.Post, "/v1/preview-links", new JsonObject { ["slug"] = slug, ["expiresAt"] = $"{tomorrow}.{decimals}Z" }).ShouldBe(HttpStatusCode.Created);

        Assert.Equal(("2999-01-01T00:00:00.123456Z", "2999-01-01T00:00:00.123456Z", $"{tomorrow}.123456Z"), ((string)schedule["at"]!, (string)key["expiresAt"]!, (string)link["expiresAt"]!));
        await api.Write(HttpMethod.Patch, $"/v1/drafts/{slug}", new JsonObject { ["publishedAt"] = $"2024-05-02T06:00:00.{decimals}" }, ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Of_fifty_concurrent_saves_one_succeeds()
    {
        var etag = await api.CreateDraft("race");

        var replaced = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => api.SendReplace("race", NewsroomClient.Document($"Editor {n}"), etag)));
        var created = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => api.SendCreate("birth-race", NewsroomClient.Document($"Editor {n}"))));

        Assert.Equal([(HttpStatusCode.OK, 1), (HttpStatusCode.PreconditionFailed, 49)], replaced.CountBy(response => response.StatusCode).Select(count => (count.Key, count.Value)).Order());
        Assert.Equal([(HttpStatusCode.Created, 1), (HttpStatusCode.PreconditionFailed, 49)], created.CountBy(response => response.StatusCode).Select(count => (count.Key, count.Value)).Order());
        Assert.Equal(2, (await api.Json("/v1/drafts/race/versions"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Patch_merges_members_and_null_removes_them()
    {
        var document = NewsroomClient.Document("Patched");
        document["dek"] = "Old.";
        document["founder"] = new JsonObject { ["slug"] = "pat-chen", ["name"] = "Pat Chen" };
        var etag = await api.CreateDraft("patched", document);

        var patched = await api.Write(HttpMethod.Patch, "/v1/drafts/patched", JsonNode.Parse("""{"dek":null,"founder":{"bio":"Writes."},"topics":["Craft"]}""")!, ("If-Match", etag)).ShouldBe(HttpStatusCode.OK);

        Assert.Null(patched["dek"]);
        Assert.Equal(("Pat Chen", "Writes."), ((string)patched["founder"]!["name"]!, (string)patched["founder"]!["bio"]!));
        Assert.Equal("Craft", (string)patched["topics"]![0]!);
        await api.Write(HttpMethod.Patch, "/v1/drafts/patched", JsonNode.Parse("""{"deck":"x"}""")!, ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.BadRequest);
        await api.Write(HttpMethod.Patch, "/v1/drafts/patched", JsonNode.Parse("""{"title":null}""")!, ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await api.Write(HttpMethod.Patch, "/v1/drafts/patched", new JsonObject()).ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        await api.Write(HttpMethod.Patch, "/v1/drafts/not-there", new JsonObject(), ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.NotFound);
        await api.Write(HttpMethod.Patch, "/v1/drafts/patched", new JsonObject(), ("If-Match", etag)).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await api.Rename("patched", "patched-and-renamed").ShouldBe(HttpStatusCode.OK);
        await api.Write(HttpMethod.Patch, "/v1/drafts/patched", new JsonObject(), ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task All_validation_errors_are_returned_by_member()
    {
        var document = JsonNode.Parse($$"""
            {"title":"{{new string('x', 301)}}","slug":"another","body":"B.","takeaways":[{"explanation":"No statement."}],
             "recommendations":[{"slug":"ruled"}],"readingMinutes":0,"canonicalUrl":"ftp://x","language":"no language"}
            """)!;

        var problem = await api.SendCreate("ruled", document).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(
            ["canonicalUrl", "language", "readingMinutes", "recommendations[0]", "slug", "takeaways[0].statement", "title"],
            problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Missing_members_are_validation_errors()
    {
        var problem = await api.SendCreate("missing", new JsonObject { ["recommendations"] = new JsonArray(new JsonObject { ["slug"] = "a" }) }).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["body", "title"], problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Writes_warn_of_an_existing_founder_that_the_document_does_not_change()
    {
        await api.SaveNamed("/v1/founders/known-founder", "Known Founder");
        var document = NewsroomClient.Document("About a Known Founder");
        document["founder"] = new JsonObject { ["slug"] = "known-founder", ["name"] = "Known Founder", ["bio"] = "Somebody else." };

        var created = await api.Write(HttpMethod.Put, "/v1/drafts/about-a-known-founder", document, ("If-None-Match", "*")).ShouldBe(HttpStatusCode.Created);
        var patched = await api.Write(HttpMethod.Patch, "/v1/drafts/about-a-known-founder", new JsonObject { ["founder"] = new JsonObject { ["bio"] = null } }, ("If-Match", "*")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(
            "the bio of the founder 'known-founder' differs from the document, which does not change an existing founder; to change the founder, send PATCH /v1/founders/known-founder",
            (string)Assert.Single(created["warnings"]!.AsArray())!["message"]!);
        Assert.Empty(patched["warnings"]!.AsArray());
    }

    [Fact]
    public async Task Writes_return_the_warnings_of_the_importer()
    {
        var document = NewsroomClient.Document("Warned About", "A paragraph.\n\n<!-- without an end");
        var imported = await api.Write(HttpMethod.Post, "/v1/imports?dryRun=true", document).ShouldBe(HttpStatusCode.OK);
        var expected = imported["warnings"]!.ToJsonString();
        Assert.NotEqual("[]", expected);

        var created = await api.SendCreate("warned-about", document).ShouldBe(HttpStatusCode.Created);
        var unchanged = await api.SendReplace("warned-about", document, "*").ShouldBe(HttpStatusCode.OK);
        var patched = await api.Write(HttpMethod.Patch, "/v1/drafts/warned-about", new JsonObject { ["dek"] = "New." }, ("If-Match", "*")).ShouldBe(HttpStatusCode.OK);
        var renamed = await api.Rename("warned-about", "warned-again").ShouldBe(HttpStatusCode.OK);
        var corrected = await api.SendReplace("warned-again", NewsroomClient.Document("Warned About"), "*").ShouldBe(HttpStatusCode.OK);

        Assert.All([created, unchanged, patched, renamed], saved => Assert.Equal(expected, saved["warnings"]!.ToJsonString()));
        Assert.Equal("[]", corrected["warnings"]!.ToJsonString());
        Assert.Equal("warnings", corrected.AsObject().Last().Key);
        Assert.Null((await api.Json("/v1/drafts/warned-again"))["warnings"]); // the document can be sent again as it was read
    }

    [Fact]
    public async Task A_key_without_the_preview_scope_receives_no_document()
    {
        await api.CreateDraft("secret", NewsroomClient.Document("Secret", "Unseen words."));
        using var writer = CheckedHandler.Client(api.Http.BaseAddress);
        writer.DefaultRequestHeaders.Authorization = new("Bearer", await api.Key(Scope.Write));

        using var patched = await writer.Write(HttpMethod.Patch, "/v1/drafts/secret", new JsonObject { ["dek"] = "New." }, ("If-Match", "*"));
        using var renamed = await writer.Write(HttpMethod.Post, "/v1/drafts/secret/rename", new JsonObject { ["slug"] = "secret-too" });

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (patched.StatusCode, renamed.StatusCode));
        Assert.Equal(("", ""), (await patched.Content.ReadAsStringAsync(), await renamed.Content.ReadAsStringAsync()));
        Assert.Equal("2", patched.Headers.GetValues("Draft-Version").Single());
    }

    [Theory]
    [InlineData("{\"title\":\"A\",\"body\":\"B\",\"deck\":\"x\"}", "deck")]
    [InlineData("{\"title\":\"A\",\"title\":\"B\",\"body\":\"B\"}", "title")]
    [InlineData("{\"title\":7,\"body\":\"B\"}", "title")]
    [InlineData("{\"title\":null,\"body\":\"B\"}", "title")]
    [InlineData("{\"title\":\"a\\u0000b\",\"body\":\"B\"}", "title")]
    [InlineData("{\"title\":\"a\\ud800\",\"body\":\"B\"}", "title")]
    [InlineData("{\"title\":\"A\",\"body\":\"B\",\"publishedAt\":\"2024-05-01\"}", "publishedAt")]
    [InlineData("{\"title\":\"A\"", "body")]
    [InlineData("[]", "body")]
    public async Task Malformed_json_returns_400_with_the_member(string json, string member)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/drafts/strict") { Content = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("If-None-Match", "*");

        var problem = await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal([member], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task List_filters_drafts_by_state()
    {
        await api.CreateDraft("listed-draft");
        await api.CreateDraft("listed-published");
        await api.PublishDraft("listed-published");
        var etag = await api.CreateDraft("listed-changed");
        await api.PublishDraft("listed-changed");
        await api.ReplaceDraft("listed-changed", NewsroomClient.Document("Changed"), etag);
        await api.CreateDraft("listed-scheduled");
        await api.Schedule("listed-scheduled", 1, DateTimeOffset.Parse("2999-01-01T00:00:00Z", null)).ShouldBe(HttpStatusCode.Created);
        await api.CreateDraft("listed-withdrawn");
        await api.PublishDraft("listed-withdrawn");
        await api.Withdraw("listed-withdrawn").ShouldBe(HttpStatusCode.OK);

        foreach (var state in new[] { "draft", "published", "changed", "scheduled", "withdrawn" })
        {
            var items = (await api.Json($"/v1/drafts?state={state}&limit=100"))["items"]!;
            Assert.Contains($"listed-{state}", items.Strings("slug"));
            Assert.All(items.Strings("state"), found => Assert.Equal(state, found));
            Assert.Equal(state, await api.GetState($"listed-{state}"));
        }

        await api.Problem(HttpStatusCode.BadRequest, "/v1/drafts?state=lost");
        var first = await api.Json("/v1/drafts?limit=2&count=true");
        var second = await api.Json($"/v1/drafts?limit=100&cursor={(string)first["nextCursor"]!}");
        Assert.Equal((int)first["totalCount"]!, first["items"]!.AsArray().Count + second["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_list_over_its_limit_is_one_error()
    {
        var document = NewsroomClient.Document("Far Too Many");
        document["topics"] = new JsonArray([.. Enumerable.Repeat("", 300_000).Select(name => JsonValue.Create(name))]);
        var problem = await api.SendCreate("far-too-many", document).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["topics"], problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal("topics: can have at most 20 items.", (string)problem["detail"]!);
    }

    [Fact]
    public async Task A_validation_error_does_not_repeat_the_name_of_its_member()
    {
        var document = NewsroomClient.Document("");
        document["readingMinutes"] = 0;
        var problem = await api.SendCreate("no-title", document).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Assert.Equal("title: must not be empty. readingMinutes: must be from 1 to 1,000.", (string)problem["detail"]!);
        Assert.Equal(["must not be empty."], problem["errors"]!["title"]!.AsArray().Select(message => (string)message!));
    }

    [Fact]
    public async Task Delete_removes_a_draft_unless_its_story_is_published()
    {
        await api.CreateDraft("deleted");
        await api.Write(HttpMethod.Delete, "/v1/drafts/deleted", body: null).ShouldBe(HttpStatusCode.NoContent);
        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/deleted");
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/deleted");
        await api.Write(HttpMethod.Delete, "/v1/drafts/deleted", body: null).ShouldBeProblem(HttpStatusCode.NotFound);

        await api.CreateDraft("erased");
        await api.PublishDraft("erased");
        await api.Write(HttpMethod.Delete, "/v1/drafts/erased", body: null).ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Withdraw("erased", "It was wrong.").ShouldBe(HttpStatusCode.OK);
        await api.Write(HttpMethod.Delete, "/v1/drafts/erased", body: null).ShouldBe(HttpStatusCode.NoContent);
        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/erased");
        var gone = await api.Problem(HttpStatusCode.Gone, "/v1/stories/erased");
        Assert.Contains("It was wrong.", (string)gone["detail"]!, StringComparison.Ordinal);

        await api.CreateDraft("erased", NewsroomClient.Document("Another of That Name"));
        await api.Problem(HttpStatusCode.Gone, "/v1/stories/erased");
        await api.PublishDraft("erased");
        Assert.Equal("Another of That Name", (string)(await api.Json("/v1/stories/erased"))["title"]!);
    }
}
