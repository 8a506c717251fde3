using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using ContentApi.Core.Formats;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Drafts;
using ContentApi.Publishing;

namespace ContentApi.Tests.Publishing;

/// <summary>Tests that processing stops when the client aborts its request.</summary>
public sealed class CancellationTests(Api api) : IClassFixture<Api>
{
    private static readonly string Body = string.Concat(Enumerable.Range(0, 25_000).Select(i => $"## Heading {i % 7}\n\n*Paragraph* {i} of a [long](/a) body.\n\n"))[..990_000];

    public static TheoryData<string> Operations => ["parse", "validate", "project", "continue", "compare", "page", "yaml"];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Canceling_stops_processing(string operation)
    {
        var run = CreateOperation(operation);
        run(CancellationToken.None);
        var clock = Stopwatch.StartNew();
        run(CancellationToken.None);
        var duration = clock.Elapsed;

        using var source = new CancellationTokenSource();
        var canceled = Task.Run(() => run(source.Token), TestContext.Current.CancellationToken);
        await Task.Delay(duration / 8, TestContext.Current.CancellationToken);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
    }

    [Fact]
    public async Task A_request_whose_client_disconnects_is_canceled()
    {
        var key = await api.Key(Scope.Write);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        var requestEnded = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var url = new Uri(api.Http.BaseAddress!, "/v1/imports?dryRun=true");
        HttpRequestMessage Request() => new(HttpMethod.Post, url) { Headers = { Authorization = new("Bearer", key) }, Content = new StringContent($"# T\n\n{Body}", Encoding.UTF8, "text/markdown") };

        using (var response = await http.SendAsync(Request(), TestContext.Current.CancellationToken))
        {
            Assert.Equal(200, (int)response.StatusCode);
        }

        var clock = Stopwatch.StartNew();
        using (await http.SendAsync(Request(), TestContext.Current.CancellationToken))
        {
        }

        var duration = clock.Elapsed;
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => { if (instrument.Name == "http.server.request.duration") { self.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            var tagValues = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
            if (tagValues.TryGetValue("http.response.status_code", out var status) && status is 499 && tagValues.TryGetValue("http.route", out var route) && route?.ToString()?.Contains("imports", StringComparison.Ordinal) == true)
            {
                requestEnded.TrySetResult(499);
            }
        });
        listener.Start();

        for (var i = 0; i < 10 && !requestEnded.Task.IsCompleted; i++) // the client may disconnect before the body has arrived
        {
            using var disconnect = new CancellationTokenSource(duration / 3);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => (await http.SendAsync(Request(), disconnect.Token)).Dispose());
            await Task.WhenAny(requestEnded.Task, Task.Delay(2 * duration, TestContext.Current.CancellationToken));
        }

        Assert.Equal(499, await requestEnded.Task.WaitAsync(Waiting.Hang, TestContext.Current.CancellationToken));
    }

    private static Action<CancellationToken> CreateOperation(string operation)
    {
        var document = new StoryDocument { Title = "T", Body = Body };
        var story = RenderedStory.Render(document, [], CancellationToken.None);
        switch (operation)
        {
            case "parse":
                return token => MarkdownReader.Read(Body, "T", token);
            case "validate":
                return token => new StoryDocumentValidator().ValidateAsync(document, token).GetAwaiter().GetResult();
            case "project":
                return token => RenderedStory.Render(document, [], token);
            case "continue":
                return token => RenderedStory.Render(document, story.Sections, token);
            case "compare":
                var version = new VersionDocument { DraftId = Guid.Empty, Slug = "t", Version = 1, Json = document.ToStoredJson(), FirstPublishedAt = null, DraftVersion = 1, PublishedVersion = null, ScheduledVersion = null, ScheduledAt = null, LiveRevision = null, LiveSectionsJson = null };
                return token => DocumentComparer.Compare(version, version, token);
            case "page":
                var page = Encoding.UTF8.GetBytes("T\nlei-jun\n\nMarch 3, 2025\n\n" + string.Concat(Enumerable.Repeat("A paragraph of the story, which is short.\n\n", 40_000)));
                return token => DocumentReader.Read(page, "x.txt", TimeZoneInfo.Utc, token);
            default:
                var yaml = Encoding.UTF8.GetBytes("---\ntopics: [" + string.Concat(Enumerable.Repeat("Topic, ", 19_000)) + "x]\n---\nA body.\n");
                return token => DocumentReader.Read(yaml, "x.md", TimeZoneInfo.Utc, token);
        }
    }
}
