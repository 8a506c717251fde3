using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Newsroom.Publications;

public sealed class CorrectionTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task A_reason_is_in_the_story_the_change_log_and_the_audit_log()
    {
        await PublishTwoVersions("corrected");
        using var before = await api.Get("/v1/stories/corrected");
        await AssertCorrections("corrected", count: 0);

        var status = await api.Correct("corrected", 2, "Corrected the year.").ShouldBe(HttpStatusCode.OK);
        using var after = await api.Get("/v1/stories/corrected");
        await api.Correct("corrected", 1, "Restored the year:\n“it” was right.").ShouldBe(HttpStatusCode.OK);
        await api.PublishDraft("corrected", 2);

        await AssertCorrections("corrected", count: 2, "Restored the year:\n“it” was right.", "Corrected the year.");
        var revision = (long)status["revision"]!;
        var changes = (await api.Json($"/v1/changes?after={revision - 1}&limit=3&include=story"))["items"]!.AsArray();
        Assert.Equal(
            [("updated", "Corrected the year."), ("updated", "Restored the year:\n“it” was right."), ("updated", null)],
            changes.Select(change => ((string)change!["operation"]!, (string?)change["reason"])));
        Assert.Equal((string)changes[0]!["at"]!, (string)changes[2]!["story"]!["corrections"]![1]!["at"]!);
        Assert.Equal(
            [(2, null), (1, "Reason: Restored the year:\n“it” was right."), (2, "Reason: Corrected the year."), (1, (string?)null)],
            (await api.Json("/v1/audit?slug=corrected&action=story.published"))["items"]!.AsArray().Select(entry => ((int)entry!["version"]!, (string?)entry["detail"])));
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
    }

    [Fact]
    public async Task Corrections_survive_a_withdrawal_a_rename_and_a_new_version()
    {
        await PublishTwoVersions("surviving");
        await api.Correct("surviving", 2, "First.").ShouldBe(HttpStatusCode.OK);
        await api.Withdraw("surviving", "It was wrong.").ShouldBe(HttpStatusCode.OK);
        Assert.Equal(["First."], (await api.Json("/v1/drafts/surviving/versions/1/preview"))["corrections"].Strings("reason"));
        await api.Correct("surviving", 2, "It was right after all.").ShouldBe(HttpStatusCode.OK);
        await api.Rename("surviving", "survivor").ShouldBe(HttpStatusCode.OK);
        await api.Import(("a.md", "---\ntitle: A New Version\nslug: survivor\n---\nText."));

        await AssertCorrections("survivor", count: 2, "It was right after all.", "First.");

        await api.Withdraw("survivor").ShouldBe(HttpStatusCode.OK);
        await api.Write(HttpMethod.Delete, "/v1/drafts/survivor", body: null).ShouldBe(HttpStatusCode.NoContent);
        await api.CreateDraft("survivor");
        await api.PublishDraft("survivor");
        await AssertCorrections("survivor", count: 0); // another story
    }

    [Fact]
    public async Task A_first_publication_cannot_have_a_reason()
    {
        var etag = await api.CreateDraft("first");

        var problem = await api.Correct("first", 1, "Nothing yet.").ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        var scheduling = await Schedule("first", 1, "2990-01-01T00:00:00Z", "Nothing yet.").ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["The story has never been published, so there is nothing to correct. Omit the reason."], problem["errors"]!["reason"]!.AsArray().Select(error => (string?)error));
        Assert.Equal(problem["errors"]!.ToJsonString(), scheduling["errors"]!.ToJsonString());
        Assert.Equal(("draft", etag), (await api.GetState("first"), await api.GetETag("first")));
    }

    [Fact]
    public async Task A_reason_for_the_version_that_is_live_is_accepted_only_if_it_is_recorded_already()
    {
        await PublishTwoVersions("repeated");
        var first = await api.Correct("repeated", 2, "The year.").ShouldBe(HttpStatusCode.OK);

        var second = await api.Correct("repeated", 2, "The year.").ShouldBe(HttpStatusCode.OK);
        var other = await api.Correct("repeated", 2, "Another.").ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await api.PublishDraft("repeated", 2);

        Assert.Equal((long)first["revision"]!, (long)second["revision"]!);
        Assert.StartsWith("Version 2 is already published", (string)other["errors"]!["reason"]![0]!, StringComparison.Ordinal);
        await AssertCorrections("repeated", count: 1, "The year.");

        await api.PublishDraft("repeated", 1);
        await api.PublishDraft("repeated", 2);
        await api.Correct("repeated", 2, "The year.").ShouldBeProblem(HttpStatusCode.UnprocessableEntity); // the last publication had none
    }

    [Theory]
    [InlineData("null", 200)]
    [InlineData("\"Two\\nlines, and “quotes” 😀.\"", 200)]
    [InlineData("\"\"", 422)]
    [InlineData("\" \\n\"", 422)]
    [InlineData("\"a\\u202eb\"", 422)]
    [InlineData("\"a\\u0000b\"", 400)]
    [InlineData("7", 400)]
    public async Task A_reason_is_optional_and_validated(string reason, int status)
    {
        var slug = $"validated-{Guid.CreateVersion7():N}";
        await PublishTwoVersions(slug);

        using var published = await api.Write(HttpMethod.Put, $"/v1/drafts/{slug}/publication", JsonNode.Parse($$"""{"version":2,"reason":{{reason}}}"""), ("If-Match", "*"));
        using var scheduled = await api.Write(HttpMethod.Put, $"/v1/drafts/{slug}/schedule", JsonNode.Parse($$"""{"version":2,"at":"2990-01-01T00:00:00Z","reason":{{reason}}}"""), ("If-Match", "*"));

        Assert.Equal((status, status == 200 ? 201 : status), ((int)published.StatusCode, (int)scheduled.StatusCode));
        foreach (var response in new[] { published, scheduled }.Where(_ => status != 200))
        {
            Assert.Equal(["reason"], (await response.ShouldBeProblem((HttpStatusCode)status))["errors"]!.AsObject().Select(error => error.Key));
        }
    }

    [Fact]
    public async Task A_reason_has_at_most_2000_characters()
    {
        await PublishTwoVersions("wordy");
        var longest = string.Concat(Enumerable.Repeat("😀", 2000));

        await api.Correct("wordy", 2, longest + "x").ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await api.Correct("wordy", 2, longest).ShouldBe(HttpStatusCode.OK);

        await AssertCorrections("wordy", count: 1, longest);
    }

    [Fact]
    public async Task A_story_lists_the_newest_50_corrections_and_counts_all()
    {
        await PublishTwoVersions("often-corrected");
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.ExecuteAsync("""
            insert into library_change (revision, kind, id, slug, operation, reason, changed_at, cache_tags)
            select -n, 'story', id, slug, 'updated', 'Old ' || n, now(), '{}' from story cross join generate_series(1, 1000) as n where slug = 'often-corrected'
            """);
        await connection.ExecuteAsync("update story set json_revision = null where slug = 'often-corrected'"); // composed from the rows
        await AssertCorrections("often-corrected", count: 1000, [.. Enumerable.Range(1, 50).Select(n => $"Old {n}")]);

        await api.Correct("often-corrected", 2, "New.").ShouldBe(HttpStatusCode.OK); // serialized by the publication
        await AssertCorrections("often-corrected", count: 1001, ["New.", .. Enumerable.Range(1, 49).Select(n => $"Old {n}")]);
        await connection.ExecuteAsync("delete from library_change where revision < 0");
    }

    [Fact]
    public async Task A_schedule_has_a_reason_which_is_published_with_its_version()
    {
        var etag = await PublishTwoVersions("planned-correction");
        var at = TimeProvider.System.GetUtcNow().AddSeconds(2);
        using var scheduled = await Schedule("planned-correction", 2, at.ToString("O"), "Planned.", etag);
        using var same = await Schedule("planned-correction", 2, at.ToString("O"), "Planned.", scheduled.Headers.ETag!.Tag);
        using var changed = await Schedule("planned-correction", 2, at.ToString("O"), "Planned well.", scheduled.Headers.ETag!.Tag);
        using var stale = await Schedule("planned-correction", 2, at.ToString("O"), reason: null, scheduled.Headers.ETag!.Tag);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (scheduled.StatusCode, same.StatusCode, changed.StatusCode, stale.StatusCode));
        Assert.Equal(scheduled.Headers.ETag, same.Headers.ETag);
        Assert.NotEqual(scheduled.Headers.ETag, changed.Headers.ETag);
        Assert.Equal(("Planned well.", changed.Headers.ETag!.Tag), ((string?)(await api.Json("/v1/drafts/planned-correction/schedule"))["reason"], await api.GetETag("planned-correction")));

        await WaitUntilPublished("planned-correction", at);
        await AssertCorrections("planned-correction", count: 1, "Planned well.");
        Assert.Equal(
            ["story.published Reason: Planned well.", $"story.scheduled {at:yyyy-MM-ddTHH:mm:ss.ffffff}Z\nReason: Planned well."],
            (await api.Json("/v1/audit?slug=planned-correction&limit=2"))["items"]!.AsArray().Select(entry => $"{entry!["action"]} {entry["detail"]}"));
    }

    [Fact]
    public async Task Publishing_the_scheduled_version_now_uses_the_reason_of_its_schedule()
    {
        await PublishTwoVersions("sooner");
        await Schedule("sooner", 2, "2990-01-01T00:00:00Z", "Planned.").ShouldBe(HttpStatusCode.Created);
        await api.PublishDraft("sooner", 2);
        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/sooner/schedule");
        await Schedule("sooner", 1, "2990-01-01T00:00:00Z", "Planned back.").ShouldBe(HttpStatusCode.Created);
        await api.Correct("sooner", 1, "Back.").ShouldBe(HttpStatusCode.OK);

        await AssertCorrections("sooner", count: 2, "Back.", "Planned.");
    }

    [Fact]
    public async Task A_schedule_keeps_its_reason_while_another_version_is_published_or_saved()
    {
        var etag = await PublishTwoVersions("waiting");
        await Schedule("waiting", 1, "2990-01-01T00:00:00Z", "Planned.").ShouldBe(HttpStatusCode.Created);
        await api.PublishDraft("waiting", 2);
        await api.ReplaceDraft("waiting", NewsroomClient.Document("Three"), "*");

        Assert.Equal("Planned.", (string?)(await api.Json("/v1/drafts/waiting/schedule"))["reason"]);

        await api.Unschedule("waiting").ShouldBe(HttpStatusCode.NoContent);
        await Schedule("waiting", 1, "2990-01-01T00:00:00Z", reason: null).ShouldBe(HttpStatusCode.Created);
        Assert.Null((await api.Json("/v1/drafts/waiting/schedule"))["reason"]);
        Assert.NotEqual(etag, await api.GetETag("waiting"));
    }

    [Fact]
    public async Task A_schedule_whose_reason_would_be_lost_fails()
    {
        await PublishTwoVersions("superseded");
        var at = TimeProvider.System.GetUtcNow().AddSeconds(2);
        await Schedule("superseded", 1, at.ToString("O"), "Back to the first.").ShouldBe(HttpStatusCode.Created);

        await WaitUntilPublished("superseded", at);

        var draft = (await api.Json("/v1/drafts"))["items"]!.AsArray().Single(draft => (string)draft!["slug"]! == "superseded")!;
        Assert.StartsWith("Version 1 is already published", (string?)draft["scheduleFault"], StringComparison.Ordinal);
        await AssertCorrections("superseded", count: 0);
    }

    /// <summary>Creates a draft with two versions, publishes the first, and returns the entity tag of the draft.</summary>
    private async Task<string> PublishTwoVersions(string slug)
    {
        var etag = await api.CreateDraft(slug, NewsroomClient.Document("One"));
        await api.PublishDraft(slug);
        return await api.ReplaceDraft(slug, NewsroomClient.Document("Two"), etag);
    }

    private async Task AssertCorrections(string slug, int count, params string[] reasons)
    {
        var story = await api.Json($"/v1/stories/{slug}");
        Assert.Equal(reasons, story["corrections"].Strings("reason"));
        Assert.Equal(count, (int)story["correctionCount"]!);
    }

    private Task<HttpResponseMessage> Schedule(string slug, int version, string at, string? reason, string etag = "*") =>
        api.Write(HttpMethod.Put, $"/v1/drafts/{slug}/schedule", new JsonObject { ["version"] = version, ["at"] = at, ["reason"] = reason }, ("If-Match", etag));

    /// <summary>Waits until the schedule of a draft has ended.</summary>
    private async Task WaitUntilPublished(string slug, DateTimeOffset at)
    {
        await Task.Delay(at - TimeProvider.System.GetUtcNow());
        await Waiting.Until(async () => await api.GetState(slug) != "scheduled");
    }
}
