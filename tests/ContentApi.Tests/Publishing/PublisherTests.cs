using ContentApi.Core.Model;
using System.Net;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Publishing;

public sealed class PublisherTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task Each_changed_document_takes_one_revision()
    {
        var before = await Revision();

        var first = await api.Import(("a.md", "---\ntitle: Numbered\n---\nA."), ("b.md", "---\ntitle: Numbered Too\n---\nB."));
        var again = await api.Import(("a.md", "---\ntitle: Numbered\n---\nA."), ("b.md", "---\ntitle: Numbered Too\n---\nB, mended."));

        Assert.All(first, document => Assert.Equal(PublicationOutcome.Created, document.Outcome));
        Assert.Equal([PublicationOutcome.Unchanged, PublicationOutcome.Updated], again.Select(document => document.Outcome));
        Assert.Equal(before + 3, await Revision());
    }

    [Fact]
    public async Task The_change_log_has_no_gaps_and_contains_cache_tags()
    {
        await api.Import(("a.md", "---\ntitle: Logged\nfounder: log-ger\ntopics: [Logging]\n---\nA."), ("b.md", "---\ntitle: Recommending\nrecommendations: [logged]\n---\nB."));
        await api.Import(("a.md", "---\ntitle: Logged\nfounder: some-body\n---\nA."));

        await using var connection = new NpgsqlConnection(api.ConnectionString);
        var revisions = (await connection.QueryAsync<long>("select distinct revision from library_change order by revision")).ToList();
        Assert.Equal(Enumerable.Range(1, revisions.Count).Select(n => (long)n), revisions);
        Assert.Equal(await Revision(), revisions[^1]);
        var tags = OwnTags(await connection.QuerySingleAsync<string[]>("select cache_tags from library_change where slug = 'logged' and operation = 'updated'"), "logged", "recommending");
        Assert.Equal(["founder:log-ger", "founder:some-body", "founders", "stories", "story:logged", "story:recommending", "topic:logging", "topics"], tags);
    }

    [Fact]
    public async Task Cache_tags_cover_every_affected_list_and_story()
    {
        await api.Import(
            ("a.md", "---\ntitle: Tagged\nfounder: tag-ger\ntopics: [Tagging]\n---\nA."),
            ("b.md", "---\ntitle: Pointing There\nrecommendations: [tagged-before]\n---\nB."));
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.ExecuteAsync("insert into draft_alias (slug, draft_id, is_public) select 'tagged-before', id, true from story where slug = 'tagged'");

        await api.Import(("a.md", "---\ntitle: Tagged\nfounder: tag-ger\n---\nA."));
        await api.Import(("a.md", "---\ntitle: Tagged\n---\nA."));

        var tags = (await connection.QueryAsync<string[]>("select cache_tags from library_change where slug = 'tagged' order by revision"))
            .Select(row => OwnTags(row, "tagged", "tagged-before", "pointing-there")).ToList();
        Assert.Equal(["founder:tag-ger", "founders", "stories", "story:tagged", "topic:tagging", "topics"], tags[0].Except(["story:pointing-there"]));
        Assert.Equal(["founder:tag-ger", "stories", "story:pointing-there", "story:tagged", "story:tagged-before", "topic:tagging", "topics"], tags[1]);
        Assert.Equal(["founder:tag-ger", "founders", "stories", "story:pointing-there", "story:tagged", "story:tagged-before"], tags[2]);
    }

    [Fact]
    public async Task PublishedAt_equals_updatedAt_after_the_first_publication()
    {
        await api.Import(("a.md", "---\ntitle: Dated by the Clock\n---\nA."));

        var story = await api.Json("/v1/stories/dated-by-the-clock");
        Assert.Equal((string)story["publishedAt"]!, (string)story["updatedAt"]!);
    }

    [Fact]
    public async Task Ids_are_preserved_in_a_new_version()
    {
        await api.Import(("a.md", "---\ntitle: Lasting\n---\n## Act I: Here\n\nThe frist paragraph of the story stands here.\n\nThe second."));
        var before = await api.Json("/v1/stories/lasting");
        await api.Import(("a.md", "---\ntitle: Lasting\n---\nNew opening.\n\n## Act I: Here\n\nThe first paragraph of the story stands here.\n\nThe second."));
        var after = await api.Json("/v1/stories/lasting");

        Assert.Equal((string)before["id"]!, (string)after["id"]!);
        Assert.Equal((string)before["publishedAt"]!, (string)after["publishedAt"]!);
        Assert.Equal((string)before["sections"]![0]!["id"]!, (string)after["sections"]![1]!["id"]!);
        Assert.Equal(before["sections"]![0]!["blocks"].Strings("id"), after["sections"]![1]!["blocks"].Strings("id"));
    }

    [Fact]
    public async Task A_document_rejected_by_the_database_does_not_affect_the_others()
    {
        await using (var connection = new NpgsqlConnection(api.ConnectionString))
        {
            await connection.ExecuteAsync("alter table story add constraint no_poison check (title <> 'Poison')");
        }

        var report = await api.Import(("a.md", "---\ntitle: Healthy\n---\nA."), ("b.md", "---\ntitle: Poison\n---\nB."), ("c.md", "---\ntitle: Healthy Too\n---\nC."));

        Assert.Equal([PublicationOutcome.Created, PublicationOutcome.Invalid, PublicationOutcome.Created], report.Select(document => document.Outcome));
        await api.Json("/v1/stories/healthy-too");
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/poison");
    }

    [Fact]
    public async Task A_future_date_schedules_and_a_takeaway_id_of_another_story_is_rejected()
    {
        await api.Import(("a.md", "---\ntitle: Owner\ntakeaways: [{ id: 01990f3c-0000-7000-8000-00000000000a, statement: Mine. }]\n---\nA."));
        var report = await api.Import(
            ("b.md", "---\ntitle: Later\npublishedAt: 2999-01-01\n---\nA."),
            ("c.md", "---\ntitle: Thief\ntakeaways: [{ id: 01990f3c-0000-7000-8000-00000000000a, statement: Mine. }]\n---\nA."));

        Assert.Equal(PublicationOutcome.Created, report[0].Outcome);
        Assert.Contains("will be published at 2999-01-01T00:00:00Z", report[0].Diagnostics.Single().Message, StringComparison.Ordinal);
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/later");
        Assert.Contains("belongs to the story 'owner'", report[1].Diagnostics.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_writers_leave_no_gap_in_revisions()
    {
        var before = await Revision();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => api.Import(
            Enumerable.Range(0, 15).Select(n => ($"{writer}-{n}.md", $"---\ntitle: Parallel {writer} {n}\nfounder: shared-founder\ntopics: [Shared]\n---\nText.")).ToArray()))));

        await using var connection = new NpgsqlConnection(api.ConnectionString);
        Assert.Equal(before + 120, await Revision());
        Assert.Equal(120, await connection.ExecuteScalarAsync<long>("select count(distinct revision) from library_change where revision > @before", new { before }));
    }

    [Fact]
    public async Task A_story_changed_after_the_first_page_is_omitted_from_later_pages()
    {
        await api.Import(
            ("a.md", "---\ntitle: Crawl A\ntopics: [Crawl]\npublishedAt: 2020-01-03\n---\nA."),
            ("b.md", "---\ntitle: Crawl B\ntopics: [Crawl]\npublishedAt: 2020-01-02\n---\nB."),
            ("c.md", "---\ntitle: Crawl C\ntopics: [Crawl]\npublishedAt: 2020-01-01\n---\nC."));
        var first = await api.Json("/v1/stories?topic=crawl&limit=1");
        await api.Import(("b.md", "---\ntitle: Crawl B\ntopics: [Crawl]\npublishedAt: 2020-01-02\n---\nB, mended."));

        var second = await api.Json($"/v1/stories?topic=crawl&limit=1&cursor={(string)first["nextCursor"]!}");

        Assert.Equal(["crawl-c"], second["items"].Strings("slug"));
    }

    [Fact]
    public async Task A_founder_without_a_name_keeps_the_saved_name()
    {
        await api.Import(
            ("a.md", "---\ntitle: Names One\nfounder: { slug: mc-donald, name: Ronald McDonald }\n---\nA."),
            ("b.md", "---\ntitle: Names Two\nfounder: mc-donald\n---\nB."));

        Assert.Equal("Ronald McDonald", (string)(await api.Json("/v1/founders/mc-donald"))["name"]!);
    }

    [Fact]
    public async Task A_topic_without_stories_is_not_listed()
    {
        await api.Import(("x.md", "---\ntitle: Passing\ntopics: [Zeppelins]\n---\nA."));
        Assert.Contains("zeppelins", (await api.Json("/v1/topics"))["items"].Strings("slug"));

        await api.Import(("x.md", "---\ntitle: Passing\ntopics: [Money]\n---\nA."));
        Assert.DoesNotContain("zeppelins", (await api.Json("/v1/topics"))["items"].Strings("slug"));
    }

    [Fact]
    public async Task An_edited_takeaway_keeps_its_id()
    {
        await api.Import(("x.md", "---\ntitle: Kept\ntakeaways: [Ask the person who cleans the machine every night.]\n---\nA."));
        var before = (await api.Json("/v1/stories/kept/takeaways"))["items"]![0]!;

        await api.Import(("x.md", "---\ntitle: Kept\ntakeaways: [Something new., Ask the person who cleans the machine every evening.]\n---\nA."));
        var after = await api.Json($"/v1/takeaways/{(string)before["id"]!}");

        Assert.Equal("Ask the person who cleans the machine every evening.", (string)after["statement"]!);
        Assert.Equal(2, (int)after["position"]!);
        Assert.Equal("kept", (string)after["story"]!["slug"]!);
    }

    [Fact]
    public async Task Publishing_an_announced_story_replaces_its_card()
    {
        await api.Import(("x.md", "---\ntitle: Pointing\nrecommendations: [{ title: Arriving Later, dek: Old. }]\n---\nA."));
        Assert.Equal("announced", (string)(await api.Json("/v1/stories/pointing/recommendations"))["items"]![0]!["status"]!);
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/arriving-later");

        await api.Import(("y.md", "---\ntitle: Arriving Later\ndek: New.\npublishedAt: 2001-01-01\n---\nB."));
        var card = (await api.Json("/v1/stories/pointing?include=recommendations"))["recommendations"]![0]!;

        Assert.Equal("published", (string)card["status"]!);
        Assert.Equal("New.", (string)card["dek"]!);
    }

    /// <summary>Removes the tags of the other tests' stories, whose recommendations change too while the library is small.</summary>
    private static IEnumerable<string> OwnTags(string[] tags, params string[] stories) =>
        tags.Where(tag => !tag.StartsWith("story:", StringComparison.Ordinal) || stories.Contains(tag["story:".Length..]));

    private async Task<long> Revision() => (long)(await api.Json("/v1/revision"))["revision"]!;
}
