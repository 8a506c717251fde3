using System.Net;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Drafts;
using ContentApi.Tests.Newsroom;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ContentApi.Tests.Publishing;

/// <summary>
/// Tests publications that wait for the publishing lock, which the tests hold: what they prepared may be out of date when they get it, and
/// those of a node are published together.
/// </summary>
public sealed class WaitingPublicationTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task A_version_keeps_the_block_ids_of_the_version_that_was_published_while_it_waited()
    {
        var etag = await api.CreateDraft("overtaken", NewsroomClient.Document("Overtaken", "The first paragraph of the story.\n\nThe second paragraph, which stays."));
        await api.PublishDraft("overtaken");
        await api.ReplaceDraft("overtaken", NewsroomClient.Document("Overtaken", "The first paragraph of the story, corrected.\n\nThe second paragraph, which stays."), etag);
        var id = (string)(await api.Json("/v1/stories/overtaken"))["sections"]![0]!["blocks"]![1]!["id"]!;

        var movedId = id[..1] + new string('z', id.Length - 1);

        await using var holder = await LockHolder.Start(api);
        var publication = api.PublishDraft("overtaken", 2);
        await holder.WaitForWaiters();
        await holder.Connection.ExecuteAsync(
            """
            update story set sections = replace(sections::text, @Id, @MovedId)::json, revision = revision + 1 where slug = 'overtaken';
            insert into library_change (revision, kind, id, slug, operation, cache_tags)
            select s.revision, 'story', s.id, s.slug, 'updated', array['story:overtaken'] from story s where s.slug = 'overtaken';
            update library_revision set revision = (select revision from story where slug = 'overtaken');
            """,
            new { Id = id, MovedId = movedId });
        await holder.Release();
        await publication;

        var blocks = (await api.Json("/v1/stories/overtaken"))["sections"]![0]!["blocks"]!;
        Assert.Equal(movedId, (string)blocks[1]!["id"]!);
        Assert.Contains("corrected", blocks[0]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publication_fails_if_its_draft_changed_while_it_waited()
    {
        var etag = await api.CreateDraft("changed-meanwhile", NewsroomClient.Document("Changed Meanwhile"));

        await using var holder = await LockHolder.Start(api);
        var publication = api.SendPublish("changed-meanwhile", 1, etag);
        await holder.WaitForWaiters();
        var current = await api.ReplaceDraft("changed-meanwhile", NewsroomClient.Document("Changed Meanwhile", "Newer."), etag);
        await holder.Release();

        using var response = await publication;
        await response.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(current, response.Headers.ETag!.Tag);
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/changed-meanwhile");
    }

    [Fact]
    public async Task Waiting_publications_are_published_together_with_a_revision_and_an_outcome_each()
    {
        const int stories = 6;
        await using (var connection = new NpgsqlConnection(api.ConnectionString))
        {
            await connection.ExecuteAsync("alter table story add constraint no_poison check (title <> 'Poison')");
        }

        for (var n = 0; n < stories; n++)
        {
            await api.CreateDraft($"together-{n}", NewsroomClient.Document($"Together {n}"));
            await api.CreateDraft($"poisoned-{n}", NewsroomClient.Document(n == 3 ? "Poison" : $"Poisoned {n}"));
        }

        await PublishWhileLocked("together");
        var poisoned = await PublishWhileLocked("poisoned");

        await using var reader = new NpgsqlConnection(api.ConnectionString);
        Assert.InRange(await reader.ExecuteScalarAsync<int>("select count(distinct xmin::text) from story where slug like 'together-%'"), 1, stories - 1);
        Assert.Equal(stories, await reader.ExecuteScalarAsync<int>("select count(distinct revision) from story where slug like 'together-%'"));
        Assert.Equal(Enumerable.Range(0, stories).Select(n => n == 3 ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.OK), poisoned);
        Assert.Equal(stories - 1, await reader.ExecuteScalarAsync<int>("select count(*) from story where slug like 'poisoned-%'"));

        async Task<List<HttpStatusCode>> PublishWhileLocked(string prefix)
        {
            await using var holder = await LockHolder.Start(api);
            var responses = Enumerable.Range(0, stories).Select(n => api.SendPublish($"{prefix}-{n}", 1)).ToList();
            await holder.WaitForWaiters();
            await Task.Delay(1000); // until the others have queued; if a slow one has not, the groups are smaller
            await holder.Release();
            return (await Task.WhenAll(responses)).Select(response => response.StatusCode).ToList();
        }
    }

    [Fact]
    public async Task Stories_that_are_published_together_recommend_each_other()
    {
        await api.Import(Enumerable.Range(0, 40).Select(n => ($"filler-{n}.md", $"---\ntitle: Filler {n}\n---\nA filler about number{n} and thing{n}, and again number{n}.")).ToArray());
        await api.CreateDraft("first-in-line", NewsroomClient.Document("First in Line"));
        await api.CreateDraft("loom-one", NewsroomClient.Document("The Loom", "The jacquard loom wove brocade, and the loom was strung with silk for the brocade."));
        await api.CreateDraft("loom-two", NewsroomClient.Document("Brocade", "She bought a jacquard loom, and learned how silk becomes brocade on a loom."));

        await using (var holder = await LockHolder.Start(api))
        {
            var first = api.PublishDraft("first-in-line");
            await holder.WaitForWaiters();
            var together = new[] { api.PublishDraft("loom-one"), api.PublishDraft("loom-two") };
            await Task.Delay(1000); // until both have queued
            await holder.Release();
            await Task.WhenAll([first, .. together]);
        }

        Assert.Equal("loom-two", (string)(await api.Json("/v1/stories/loom-one/recommendations"))["items"]![0]!["slug"]!);
        Assert.Equal("loom-one", (string)(await api.Json("/v1/stories/loom-two/recommendations"))["items"]![0]!["slug"]!);
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        var tags = await connection.QueryAsync<string[]>("select cache_tags from library_change where slug in ('loom-one', 'loom-two')");
        Assert.Contains(tags, row => row.Contains("story:loom-one") && row.Contains("story:loom-two"));
    }

    [Fact]
    public async Task Saving_a_draft_does_not_wait_for_publications()
    {
        await using var holder = await LockHolder.Start(api);

        var etag = await api.CreateDraft("unhindered").WaitAsync(Waiting.Hang, TestContext.Current.CancellationToken);
        await api.ReplaceDraft("unhindered", NewsroomClient.Document("Changed"), etag).WaitAsync(Waiting.Hang, TestContext.Current.CancellationToken);

        await holder.Release();
    }

    [Fact]
    public async Task A_draft_cannot_take_a_slug_that_a_rename_turns_into_a_former_slug()
    {
        await api.CreateDraft("renamed-away");
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync(
            """
            insert into draft_alias (slug, draft_id, is_public) select slug, id, false from draft where slug = 'renamed-away';
            update draft set slug = 'renamed-to' where slug = 'renamed-away';
            """);

        // Not through HTTP, because the endpoint looks for the draft first.
        var document = new StoryDocument { Title = "Late", Slug = "renamed-away", Body = "" };
        var creation = api.Services.GetRequiredService<DraftStore>().Create(document, Actor.CommandLine, TestContext.Current.CancellationToken);
        await LockHolder.WaitForWaiters(api, "%insert into draft%");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Null(await creation);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*) from draft where slug = 'renamed-away'"));
    }

    [Fact]
    public async Task Document_frequencies_equal_those_of_the_published_stories()
    {
        await api.Import(Enumerable.Range(0, 40).Select(n => ($"counted-{n}.md", $"---\ntitle: Counted {n}\n---\nThe sheep number {n} jumps, and the sheep sleeps.")).ToArray());
        var etag = await api.CreateDraft("recounted", NewsroomClient.Document("Recounted", "A zebu and a yak."));
        await api.PublishDraft("recounted");
        await api.ReplaceDraft("recounted", NewsroomClient.Document("Recounted", "A zebu and an okapi."), etag);
        await api.PublishDraft("recounted", 2);
        await api.Withdraw("counted-7");

        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await Waiting.Until(async () => await connection.ExecuteScalarAsync<int>("select count(*) from term_change") == 0);
        Assert.Empty(await connection.QueryAsync<string>(
            """
            with expected as (
              select hash, count(*) as stories from story_terms, unpack_integers(terms || other_terms) as hash group by hash)
            select coalesce(t.word, e.hash::text) || ': ' || coalesce(t.story_count, 0) || ' instead of ' || coalesce(e.stories, 0)
            from expected e
            full join term t on t.hash = e.hash
            where coalesce(t.story_count, 0) <> coalesce(e.stories, 0)
            """));
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("select story_count from term where word = 'okapi'"));
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select story_count from term where word = 'yak'"));
        Assert.True(await connection.ExecuteScalarAsync<bool>("select story_count = (select count(*) from story) and word_count = (select sum(word_count) from story_terms) from term_statistics"));
    }

    /// <summary>Holds the publishing lock in a transaction of the test.</summary>
    private sealed class LockHolder(Api api, NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public NpgsqlConnection Connection => connection;

        public static async Task<LockHolder> Start(Api api)
        {
            var connection = new NpgsqlConnection(api.ConnectionString);
            await connection.OpenAsync();
            var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("select revision from library_revision for update");
            return new(api, connection, transaction);
        }

        /// <summary>Waits until a publication waits for the lock.</summary>
        public Task WaitForWaiters() => WaitForWaiters(api, "%library_revision for update%");

        /// <summary>Waits until a statement waits for a lock in the database.</summary>
        public static async Task WaitForWaiters(Api api, string statement)
        {
            await using var observer = new NpgsqlConnection(api.ConnectionString);
            await Waiting.Until(() => observer.ExecuteScalarAsync<bool>(
                "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like @statement)", new { statement }));
        }

        public Task Release() => transaction.CommitAsync();

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
