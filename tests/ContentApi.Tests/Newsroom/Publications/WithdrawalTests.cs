using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ContentApi.Tests.Newsroom.Publications;

public sealed class WithdrawalTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task Withdrawing_returns_the_publication_status_and_deletes_the_schedule()
    {
        var etag = await api.CreateDraft("planned", NewsroomClient.Document("One"));
        await api.PublishDraft("planned");
        await api.ReplaceDraft("planned", NewsroomClient.Document("Two"), etag);
        var at = TimeProvider.System.GetUtcNow().AddSeconds(2);
        using var scheduled = await api.Schedule("planned", 2, at);
        var revision = (long)(await api.Json("/v1/revision"))["revision"]!;

        using var response = await api.Write(HttpMethod.Post, "/v1/drafts/planned/withdraw", new JsonObject { ["reason"] = "Wrong." }, ("If-Match", scheduled.Headers.ETag!.Tag));

        Assert.Equal(
            $$"""{"slug":"planned","state":"withdrawn","version":null,"scheduledVersion":null,"scheduledAt":null,"revision":{{revision + 1}}}""",
            await response.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.OK, await api.GetETag("planned")), (response.StatusCode, response.Headers.ETag!.Tag));
        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/planned/schedule");
        await Task.Delay(at.AddSeconds(1) - TimeProvider.System.GetUtcNow());
        Assert.Contains("Wrong.", (string)(await api.Problem(HttpStatusCode.Gone, "/v1/stories/planned"))["detail"]!, StringComparison.Ordinal);
        Assert.Equal(
            ["story.withdrawn 1 Reason: Wrong.", $"story.scheduleCancelled 2 {at:yyyy-MM-ddTHH:mm:ss.ffffffZ}"],
            (await api.Json("/v1/audit?slug=planned&limit=2"))["items"]!.AsArray().Select(entry => $"{entry!["action"]} {entry["version"]} {entry["detail"]}"));
    }

    [Fact]
    public async Task Withdrawing_an_unpublished_draft_returns_409()
    {
        await api.CreateDraft("never-live");
        await api.Withdraw("never-live").ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Schedule("never-live", 1, DateTimeOffset.Parse("2990-01-01T00:00:00Z", null)).ShouldBe(HttpStatusCode.Created);
        var problem = await api.Withdraw("never-live").ShouldBeProblem(HttpStatusCode.Conflict);

        Assert.Contains("DELETE /v1/drafts/never-live/schedule", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal("scheduled", await api.GetState("never-live"));
        await api.Withdraw("not-there").ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Withdrawing_with_a_stale_entity_tag_returns_412()
    {
        var first = await api.CreateDraft("kept");
        await api.PublishDraft("kept");
        var second = await api.ReplaceDraft("kept", NewsroomClient.Document("Two"), first);

        using var stale = await api.Write(HttpMethod.Post, "/v1/drafts/kept/withdraw", body: null, ("If-Match", first));
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(second, stale.Headers.ETag!.Tag);
        await api.Write(HttpMethod.Post, "/v1/drafts/kept/withdraw", body: null, ("If-Match", "nonsense")).ShouldBeProblem(HttpStatusCode.BadRequest);
        await api.Json("/v1/stories/kept");
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("{}", 200)]
    [InlineData("""{"reason":null,"internalReason":null}""", 200)]
    [InlineData("""{"internalReason":"Only inside."}""", 200)]
    [InlineData("""{"reason":"Two\nlines, and “quotes” 😀."}""", 200)]
    [InlineData("""{"reason":""}""", 422, "reason")]
    [InlineData("""{"reason":" ","internalReason":"\n"}""", 422, "internalReason", "reason")]
    [InlineData("""{"reason":"a\u0000b"}""", 400, "reason")]
    [InlineData("""{"internalReason":"a\ud800"}""", 400, "internalReason")]
    [InlineData("""{"internalreason":"x"}""", 400, "internalreason")]
    [InlineData("""{"reason":7}""", 400, "reason")]
    [InlineData("[]", 400, "body")]
    [InlineData("null", 400, "body")]
    public async Task Reasons_are_optional_and_validated(string json, int status, params string[] members)
    {
        await api.SendCreate("reasoned", NewsroomClient.Document("Reasoned"));
        await api.PublishDraft("reasoned");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/drafts/reasoned/withdraw") { Content = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };

        using var response = await api.Newsroom.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200 ? HttpStatusCode.Gone : HttpStatusCode.OK, (await api.Get("/v1/stories/reasoned")).StatusCode);
        Assert.Equal(members, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]?.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>());
    }

    [Fact]
    public async Task A_reason_has_at_most_2000_characters()
    {
        await api.CreateDraft("wordy");
        await api.PublishDraft("wordy");
        var longest = string.Concat(Enumerable.Repeat("😀", 2000));

        var problem = await api.Write(HttpMethod.Post, "/v1/drafts/wordy/withdraw", new JsonObject { ["reason"] = longest + "x", ["internalReason"] = longest + "x" }).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["internalReason", "reason"], problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        await api.Write(HttpMethod.Post, "/v1/drafts/wordy/withdraw", new JsonObject { ["reason"] = longest, ["internalReason"] = longest }).ShouldBe(HttpStatusCode.OK);
        Assert.Contains(longest, (string)(await api.Problem(HttpStatusCode.Gone, "/v1/stories/wordy"))["detail"]!, StringComparison.Ordinal);
        Assert.Equal($"Reason: {longest}\nInternal reason: {longest}", (string)(await api.Json("/v1/audit?slug=wordy&limit=1"))["items"]![0]!["detail"]!);
    }

    [Fact]
    public async Task The_internal_reason_appears_only_in_the_audit_log()
    {
        const string Secret = "the lawyers of Quillfeather & Sons";
        var recorded = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => recorded.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(activityEvent => activityEvent.Tags))}"),
        };
        ActivitySource.AddActivityListener(listener);
        using var log = new LogRecorder(recorded);
        api.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await api.CreateDraft("confidential");
        await api.PublishDraft("confidential");

        using var withdrawn = await api.Write(HttpMethod.Post, "/v1/drafts/confidential/withdraw", new JsonObject { ["reason"] = "It was wrong.", ["internalReason"] = Secret });
        recorded.Enqueue($"{withdrawn.Headers} {await withdrawn.Content.ReadAsStringAsync()}");
        await api.Write(HttpMethod.Post, "/v1/drafts/confidential/withdraw", new JsonObject { ["internalReason"] = Secret }).ShouldBeProblem(HttpStatusCode.Conflict);
        foreach (var url in new[]
        {
            "/v1/stories/confidential", "/v1/stories/confidential/takeaways", "/v1/story-batch?slugs=confidential", "/v1/stories", "/v1/search?q=quillfeather", "/v1/changes",
            "/v1/changes?include=story", "/v1/drafts", "/v1/drafts/confidential", "/v1/drafts/confidential/versions", "/v1/drafts/confidential/versions/1/preview", "/v1/drafts/confidential/schedule",
        })
        {
            using var response = await api.Get(url);
            recorded.Enqueue($"{url} {response.Headers} {await response.Content.ReadAsStringAsync()}");
        }

        Assert.All(recorded, text => Assert.DoesNotContain("Quillfeather &", text, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(recorded, text => text.Contains("It was wrong.", StringComparison.Ordinal));
        Assert.Equal($"Reason: It was wrong.\nInternal reason: {Secret}", (string)(await api.Json("/v1/audit?action=story.withdrawn&slug=confidential"))["items"]![0]!["detail"]!);
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        var tables = (await connection.QueryAsync<string>("select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'")).ToList();
        var tablesWithSecret = new List<string>();
        foreach (var table in tables)
        {
            if (await connection.ExecuteScalarAsync<bool>($"select exists (select from \"{table}\" t where t::text like '%Quillfeather%')"))
            {
                tablesWithSecret.Add(table);
            }
        }

        Assert.Equal(["audit"], tablesWithSecret);
    }

    /// <summary>Records all log messages and scopes, at every level.</summary>
    private sealed class LogRecorder(ConcurrentQueue<string> recorded) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            recorded.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            recorded.Enqueue(new StringBuilder(formatter(state, exception)).Append(exception).ToString());

        public void Dispose()
        {
        }
    }
}
