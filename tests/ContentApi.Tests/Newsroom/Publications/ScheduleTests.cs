using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Newsroom.Publications;

public sealed class ScheduleTests(Api api) : IClassFixture<Api>
{
    private static readonly DateTimeOffset Later = DateTimeOffset.Parse("2990-01-01T00:00:00Z", null);

    [Fact]
    public async Task Deleting_a_schedule_leaves_the_live_story_unchanged()
    {
        var etag = await api.CreateDraft("updated", NewsroomClient.Document("Live"));
        await api.PublishDraft("updated");
        etag = await api.ReplaceDraft("updated", NewsroomClient.Document("Update"), etag);
        await api.Schedule("updated", 2, Later, etag).ShouldBe(HttpStatusCode.Created);
        var revision = (long)(await api.Json("/v1/revision"))["revision"]!;

        await api.Unschedule("updated").ShouldBe(HttpStatusCode.NoContent);

        Assert.Equal("Live", (string)(await api.Json("/v1/stories/updated"))["title"]!);
        Assert.Equal(revision, (long)(await api.Json("/v1/revision"))["revision"]!);
        Assert.Equal("changed", await api.GetState("updated"));
    }

    [Fact]
    public async Task A_schedule_is_created_read_replaced_and_deleted()
    {
        var etag = await api.CreateDraft("resource");
        etag = await api.ReplaceDraft("resource", NewsroomClient.Document("Two"), etag);
        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/resource/schedule");
        await api.Unschedule("resource").ShouldBeProblem(HttpStatusCode.NotFound);

        using var created = await api.Schedule("resource", 1, Later, etag);
        using var read = await api.Get("/v1/drafts/resource/schedule");
        using var head = await api.Send(HttpMethod.Head, "/v1/drafts/resource/schedule");
        Assert.Equal((HttpStatusCode.Created, "/v1/drafts/resource/schedule"), (created.StatusCode, created.Headers.Location?.ToString()));
        Assert.Equal("""{"version":1,"at":"2990-01-01T00:00:00Z","reason":null}""", await created.Content.ReadAsStringAsync());
        Assert.Equal("""{"version":1,"at":"2990-01-01T00:00:00Z","reason":null}""", await read.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.OK, ""), (head.StatusCode, await head.Content.ReadAsStringAsync()));
        Assert.Equal([created.Headers.ETag, created.Headers.ETag], [read.Headers.ETag, head.Headers.ETag]);
        Assert.Equal(created.Headers.ETag!.Tag, await api.GetETag("resource"));

        using var replaced = await api.Schedule("resource", 2, Later.AddDays(1), read.Headers.ETag!.Tag);
        Assert.Equal((HttpStatusCode.OK, """{"version":2,"at":"2990-01-02T00:00:00Z","reason":null}"""), (replaced.StatusCode, await replaced.Content.ReadAsStringAsync()));
        Assert.NotEqual(created.Headers.ETag, replaced.Headers.ETag);

        using var deleted = await api.Unschedule("resource", replaced.Headers.ETag!.Tag);
        Assert.Equal((HttpStatusCode.NoContent, etag), (deleted.StatusCode, deleted.Headers.ETag!.Tag));
        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/resource/schedule");
        await api.Unschedule("resource").ShouldBeProblem(HttpStatusCode.NotFound);
        Assert.Equal("draft", await api.GetState("resource"));
        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/not-there/schedule");
        await api.Unschedule("not-there").ShouldBeProblem(HttpStatusCode.NotFound);
        await api.Schedule("not-there", 1, Later).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Preconditions_are_checked_before_content_and_prevent_lost_updates()
    {
        var first = await api.CreateDraft("guarded");
        var second = await api.ReplaceDraft("guarded", NewsroomClient.Document("Two"), first);
        var past = DateTimeOffset.UnixEpoch;
        var body = new JsonObject { ["version"] = 1, ["at"] = "2990-01-01T00:00:00Z" };

        await api.Write(HttpMethod.Put, "/v1/drafts/guarded/schedule", body).ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        await api.Write(HttpMethod.Put, "/v1/drafts/guarded/schedule", body, ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        await api.Write(HttpMethod.Put, "/v1/drafts/guarded/schedule", new JsonObject()).ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        using var stale = await api.Schedule("guarded", 9, past, first); // the content is invalid too
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(second, stale.Headers.ETag!.Tag);
        await api.Schedule("guarded", 1, Later, "nonsense").ShouldBeProblem(HttpStatusCode.BadRequest);
        await api.Schedule("guarded", 1, Later, $"W/{second}").ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await api.Write(HttpMethod.Put, "/v1/drafts/guarded/schedule", body, ("If-Match", second), ("If-None-Match", "\"x\"")).ShouldBeProblem(HttpStatusCode.BadRequest);

        using var firstSchedule = await api.Write(HttpMethod.Put, "/v1/drafts/guarded/schedule", body, ("If-Match", second), ("If-None-Match", "*"));
        using var secondSchedule = await api.Schedule("guarded", 2, Later, second); // the tag predates the first schedule
        await secondSchedule.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(firstSchedule.Headers.ETag, secondSchedule.Headers.ETag);
        await api.Write(HttpMethod.Put, "/v1/drafts/guarded/schedule", body, ("If-Match", "*"), ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);

        await api.Unschedule("guarded", second).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await api.Unschedule("guarded", "nonsense").ShouldBeProblem(HttpStatusCode.BadRequest);
        await api.Unschedule("guarded", $"\"other\", {firstSchedule.Headers.ETag!.Tag}").ShouldBe(HttpStatusCode.NoContent);
        await api.Unschedule("guarded", "nonsense").ShouldBeProblem(HttpStatusCode.NotFound); // precedes the malformed If-Match
    }

    [Fact]
    public async Task Scheduling_changes_the_entity_tag_of_the_draft()
    {
        var before = await api.CreateDraft("seen");
        using var scheduled = await api.Schedule("seen", 1, Later, before);

        using var unseen = await api.SendReplace("seen", NewsroomClient.Document("Two"), before);
        await unseen.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(scheduled.Headers.ETag, unseen.Headers.ETag);
        var saved = await api.ReplaceDraft("seen", NewsroomClient.Document("Two"), scheduled.Headers.ETag!.Tag);
        Assert.Equal((saved, "scheduled"), (await api.GetETag("seen"), await api.GetState("seen")));

        using var published = await api.SendPublish("seen", 1);
        Assert.NotEqual(saved, published.Headers.ETag!.Tag); // publishing the version ends its schedule
        Assert.Equal(published.Headers.ETag!.Tag, await api.GetETag("seen"));
    }

    [Fact]
    public async Task Of_twenty_concurrent_schedules_one_succeeds()
    {
        var etag = await api.CreateDraft("contest");

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => api.Schedule("contest", 1, Later.AddDays(n), etag)));

        Assert.Equal([(HttpStatusCode.Created, 1), (HttpStatusCode.PreconditionFailed, 19)], responses.CountBy(response => response.StatusCode).Select(count => (count.Key, count.Value)).Order());
    }

    [Theory]
    [InlineData("""{}""", 422, "at", "version")]
    [InlineData("""{"version":null,"at":null}""", 422, "at", "version")]
    [InlineData("""{"version":0,"at":"2990-01-01T00:00:00Z"}""", 422, "version")]
    [InlineData("""{"version":2,"at":"2020-01-01T00:00:00Z"}""", 422, "at", "version")]
    [InlineData("""{"version":1,"at":"2990-01-01T00:00:00Z","note":"x"}""", 400, "note")]
    [InlineData("""{"version":1,"version":1,"at":"2990-01-01T00:00:00Z"}""", 400, "version")]
    [InlineData("""{"version":"1","at":"2990-01-01T00:00:00Z"}""", 400, "version")]
    [InlineData("""{"version":2147483648,"at":"2990-01-01T00:00:00Z"}""", 400, "version")]
    [InlineData("""{"version":1,"at":"2990-01-01"}""", 400, "at")]
    [InlineData("""{"version":1,"at":"2990-01-01T00:00:00"}""", 400, "at")]
    [InlineData("""{"version":1,"at":"2990-02-30T00:00:00Z"}""", 400, "at")]
    [InlineData("""{"version":1,"at":"9000-01-01T00:00:00Z"}""", 400, "at")]
    [InlineData("""{"version":1,"at":"0000-01-01T00:00:00Z"}""", 400, "at")]
    [InlineData("""{"version":1,"at":"2990-01-01T00:00:00\u0000Z"}""", 400, "at")]
    [InlineData("""{"version":1""", 400, "body")]
    [InlineData("", 400, "body")]
    public async Task Invalid_schedules_return_all_errors_by_member(string json, int status, params string[] members)
    {
        await api.SendCreate("judged", NewsroomClient.Document("Judged"));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/drafts/judged/schedule") { Content = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("If-Match", "*");

        var problem = await api.Newsroom.SendAsync(request).ShouldBeProblem((HttpStatusCode)status);

        Assert.Equal(members, problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/judged/schedule");
    }

    [Fact]
    public async Task Times_are_stored_in_utc_with_microseconds_and_not_before_publishedAt()
    {
        var document = NewsroomClient.Document("Dated");
        document["publishedAt"] = "2980-06-01T08:00:00.1234567+02:00";
        await api.CreateDraft("dated", document);

        await Put("2980-06-01T06:00:00Z").ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("2980-06-01T06:00:00.123456Z", (string)(await Put("2980-06-01T06:00:00.1234567Z").ShouldBe(HttpStatusCode.Created))["at"]!);
        Assert.Equal("2980-06-01T12:30:00.5Z", (string)(await Put("2980-06-01T18:00:00.5+05:30").ShouldBe(HttpStatusCode.OK))["at"]!);
        Assert.Equal("8999-12-31T23:59:59.999999Z", (string)(await Put("8999-12-31T23:59:59.9999999Z").ShouldBe(HttpStatusCode.OK))["at"]!);
        await Put("0001-01-01T00:00:00+14:00").ShouldBeProblem(HttpStatusCode.BadRequest); // earlier than the first representable instant
        await Put("0001-01-01T00:00:00Z").ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Task<HttpResponseMessage> Put(string at) => api.Write(HttpMethod.Put, "/v1/drafts/dated/schedule", new JsonObject { ["version"] = 1, ["at"] = at }, ("If-Match", "*"));
    }

    [Fact]
    public async Task Each_change_of_a_schedule_is_audited_once()
    {
        var etag = await api.CreateDraft("audited");
        using var first = await api.Schedule("audited", 1, Later, etag);
        using var repeated = await api.Schedule("audited", 1, Later, first.Headers.ETag!.Tag);
        await api.Schedule("audited", 1, Later.AddDays(1)).ShouldBe(HttpStatusCode.OK);
        await api.Unschedule("audited").ShouldBe(HttpStatusCode.NoContent);
        await api.Schedule("audited", 1, Later.AddDays(2)).ShouldBe(HttpStatusCode.Created);
        await api.Write(HttpMethod.Delete, "/v1/drafts/audited", body: null).ShouldBe(HttpStatusCode.NoContent);

        Assert.Equal((HttpStatusCode.OK, first.Headers.ETag), (repeated.StatusCode, repeated.Headers.ETag));
        Assert.Equal(
            [
                "draft.deleted 1 ", "story.scheduleCancelled 1 2990-01-03T00:00:00.000000Z", "story.scheduled 1 2990-01-03T00:00:00.000000Z",
                "story.scheduleCancelled 1 2990-01-02T00:00:00.000000Z", "story.scheduled 1 2990-01-02T00:00:00.000000Z",
                "story.scheduled 1 2990-01-01T00:00:00.000000Z", "draft.saved 1 ",
            ],
            (await api.Json("/v1/audit?slug=audited"))["items"]!.AsArray().Select(entry => $"{entry!["action"]} {entry["version"]} {entry["detail"]}"));
    }

    [Fact]
    public async Task A_schedule_survives_a_rename_of_its_draft()
    {
        await api.CreateDraft("old-plan");
        await api.Schedule("old-plan", 1, Later).ShouldBe(HttpStatusCode.Created);
        await api.Rename("old-plan", "new-plan").ShouldBe(HttpStatusCode.OK);

        using var redirect = await api.Get("/v1/drafts/old-plan/schedule");
        Assert.Equal((HttpStatusCode.PermanentRedirect, "/v1/drafts/new-plan/schedule"), (redirect.StatusCode, redirect.Headers.Location?.ToString()));
        await api.Schedule("old-plan", 1, Later).ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Unschedule("old-plan").ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Schedule("new-plan", 1, TimeProvider.System.GetUtcNow().AddSeconds(1)).ShouldBe(HttpStatusCode.OK);
        await Waiting.Until(async () => (await api.Get("/v1/stories/new-plan")).IsSuccessStatusCode);
        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/new-plan/schedule");
    }

    [Fact]
    public async Task Unscheduling_an_import_leaves_a_draft()
    {
        await api.Import(("a.md", "---\ntitle: Imported for Later\npublishedAt: 2999-01-01\n---\nA."));
        Assert.Equal("2999-01-01T00:00:00Z", (string)(await api.Json("/v1/drafts/imported-for-later/schedule"))["at"]!);

        await api.Unschedule("imported-for-later").ShouldBe(HttpStatusCode.NoContent);

        Assert.Equal("draft", await api.GetState("imported-for-later"));
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/imported-for-later");
    }

    [Fact]
    public async Task A_version_is_published_on_time_unless_its_schedule_was_deleted()
    {
        await api.CreateDraft("on-time");
        await api.CreateDraft("called-off");
        var at = TimeProvider.System.GetUtcNow().AddSeconds(4);

        await api.Schedule("on-time", 1, at).ShouldBe(HttpStatusCode.Created);
        await api.Schedule("called-off", 1, at).ShouldBe(HttpStatusCode.Created);
        await api.Unschedule("called-off").ShouldBe(HttpStatusCode.NoContent);

        Assert.Equal("scheduled", await api.GetState("on-time"));
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/on-time");
        while ((await api.Get("/v1/stories/on-time")).StatusCode != HttpStatusCode.OK)
        {
            Assert.True(TimeProvider.System.GetUtcNow() < at + Waiting.Hang, "The story was not published.");
            await Task.Delay(20);
        }

        Assert.True(TimeProvider.System.GetUtcNow() >= at, "The story was published early.");
        Assert.Equal(("published", "draft"), (await api.GetState("on-time"), await api.GetState("called-off")));
        Assert.Equal(at, DateTimeOffset.Parse((string)(await api.Json("/v1/stories/on-time"))["publishedAt"]!, null), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Publishing_deletes_the_schedule_of_the_same_version_only()
    {
        await api.CreateDraft("impatient");
        await api.Schedule("impatient", 1, Later).ShouldBe(HttpStatusCode.Created);
        await api.PublishDraft("impatient");
        Assert.True(DateTimeOffset.Parse((string)(await api.Json("/v1/stories/impatient"))["publishedAt"]!, null) <= TimeProvider.System.GetUtcNow().AddSeconds(1));
        Assert.Equal("published", await api.GetState("impatient"));

        var etag = await api.CreateDraft("two-plans");
        etag = await api.ReplaceDraft("two-plans", NewsroomClient.Document("Two"), etag);
        await api.Schedule("two-plans", 2, Later, etag).ShouldBe(HttpStatusCode.Created);
        var status = await api.PublishDraft("two-plans");
        Assert.Equal(("scheduled", 1, 2), ((string)status["state"]!, (int)status["version"]!, (int)status["scheduledVersion"]!));
    }

    [Theory]
    [InlineData("DELETE", HttpStatusCode.NoContent, "draft")]
    [InlineData("PUT", HttpStatusCode.OK, "scheduled")]
    public async Task A_schedule_changed_while_the_scheduler_waits_for_the_lock_is_not_published(string method, HttpStatusCode status, string state)
    {
        var slug = $"about-to-{state}";
        await api.CreateDraft(slug);
        await using var connection = await Open();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("select from library_revision for update"); // holds the lock of a publication in progress
        await api.Schedule(slug, 1, TimeProvider.System.GetUtcNow().AddSeconds(1)).ShouldBe(HttpStatusCode.Created);
        await WaitForLocks(1); // the scheduler has read the due schedules

        await (method == "PUT" ? api.Schedule(slug, 1, Later) : api.Unschedule(slug)).ShouldBe(status);
        await transaction.RollbackAsync();

        var released = await connection.ExecuteScalarAsync<DateTime>("select clock_timestamp()");
        await Waiting.Until(async () => await connection.ExecuteScalarAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and xact_start < @released", new { released }) == 0);
        Assert.Equal(state, await api.GetState(slug));
        await api.Problem(HttpStatusCode.NotFound, $"/v1/stories/{slug}");
    }

    [Fact]
    public async Task Deleting_a_schedule_while_it_is_published_returns_404()
    {
        await api.CreateDraft("just-published");
        await using var first = await Open();
        await using var second = await Open();
        await using var revisionLock = await first.BeginTransactionAsync();
        await first.ExecuteAsync("select from library_revision for update");
        await api.Schedule("just-published", 1, TimeProvider.System.GetUtcNow().AddSeconds(1)).ShouldBe(HttpStatusCode.Created);
        await WaitForLocks(1, first); // the scheduler has read the due schedules
        await using var draftLock = await second.BeginTransactionAsync();
        await second.ExecuteAsync("select from draft where slug = 'just-published' for update");
        await revisionLock.RollbackAsync();
        await WaitForLocks(1, second); // the scheduler publishes
        var deletion = api.Unschedule("just-published");
        await WaitForLocks(2); // the request has read the schedule and waits for the scheduler
        await draftLock.RollbackAsync();

        await deletion.ShouldBeProblem(HttpStatusCode.NotFound);
        Assert.Equal("published", await api.GetState("just-published"));
        await api.Json("/v1/stories/just-published");
    }

    [Fact]
    public async Task A_schedule_that_cannot_be_published_is_deleted_with_its_reason()
    {
        await api.Import(("a.md", "---\ntitle: Takeaway Owner\n---\nA."));
        var document = NewsroomClient.Document("Takeaway Thief");
        document["takeaways"] = new JsonArray(new JsonObject { ["id"] = "01990f3c-0000-7000-8000-00000000beef", ["statement"] = "Mine." });
        await api.CreateDraft("takeaway-thief", document);
        await api.Schedule("takeaway-thief", 1, TimeProvider.System.GetUtcNow().AddSeconds(4)).ShouldBe(HttpStatusCode.Created);
        await api.Import(("a.md", "---\ntitle: Takeaway Owner\ntakeaways: [{ id: 01990f3c-0000-7000-8000-00000000beef, statement: Mine. }]\n---\nA."));

        while (await api.GetState("takeaway-thief") == "scheduled")
        {
            await Task.Delay(50);
        }

        var draft = (await api.Json("/v1/drafts?state=draft&limit=100"))["items"]!.AsArray().Single(draft => (string)draft!["slug"]! == "takeaway-thief")!;
        Assert.Contains("belongs to the story 'takeaway-owner'", (string)draft["scheduleFault"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_methods_return_405_with_the_allowed_ones()
    {
        foreach (var (segment, method, allowed) in new[] { ("schedule", HttpMethod.Post, "DELETE, GET, HEAD, PUT"), ("publication", HttpMethod.Delete, "PUT"), ("withdraw", HttpMethod.Get, "POST") })
        {
            using var response = await api.Write(method, $"/v1/drafts/anything/{segment}", body: null);
            await response.ShouldBeProblem(HttpStatusCode.MethodNotAllowed);
            Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)));
        }
    }

    [Fact]
    public async Task A_key_without_the_preview_scope_can_schedule_but_not_read_schedules()
    {
        await api.CreateDraft("blind");
        var writer = await api.Key(Scope.Write);

        await api.Http.Send("PUT", "/v1/drafts/blind/schedule", writer, """{"version":1,"at":"2990-01-01T00:00:00Z"}""", ("If-Match", "*")).ReadJson(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.Forbidden, await api.Http.Send("GET", "/v1/drafts/blind/schedule", writer).Status());
        Assert.Equal(HttpStatusCode.NoContent, await api.Http.Send("DELETE", "/v1/drafts/blind/schedule", writer).Status());
    }

    private async Task<NpgsqlConnection> Open()
    {
        var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>
    /// Waits until <paramref name="count"/> statements wait for a lock, held by <paramref name="holder"/> if it is given.
    /// </summary>
    private async Task WaitForLocks(int count, NpgsqlConnection? holder = null)
    {
        await using var connection = await Open();
        await Waiting.Until(async () => await connection.ExecuteScalarAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and (@Holder = 0 or @Holder = any(pg_blocking_pids(pid)))",
            new { Holder = holder?.ProcessID ?? 0 }) == count);
    }
}
