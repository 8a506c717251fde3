using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Publishing;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ContentApi.Tests.Delivery.Recommendations;

/// <summary>Tests the recommendations that are computed when stories are published.</summary>
public sealed class ComputedRecommendationTests(JourneyLibrary api) : IClassFixture<JourneyLibrary>
{
    [Fact]
    public async Task Most_similar_story_comes_first_with_its_reasons()
    {
        var first = (await List("phones-in-india"))[0]!;

        Assert.Equal("factories-in-india", (string)first["slug"]!);
        Assert.Equal("computed", (string)first["source"]!);
        Assert.InRange((double)first["score"]!, 0.05, 1);
        Assert.Contains("localization", Reason(first, "sharedTerms")["terms"]!.AsArray().Select(term => (string)term!));
        var takeaways = Reason(first, "similarTakeaway")["takeaways"]!;
        Assert.Equal(["Localization is more than translation.", "Localization means more than a translation."], takeaways.Strings("statement"));
        Assert.Equal("globalization", (string)Reason(first, "sharedTopic")["topics"]![0]!["slug"]!);
    }

    [Fact]
    public async Task A_list_contains_one_story_of_a_duplicate_group()
    {
        var slugs = (await List("bread-and-salt", "?limit=20")).Strings("slug").ToList();

        Assert.Single(slugs.Intersect(["sourdough", "sourdough-again"]));
        Assert.DoesNotContain("sourdough-again", (await List("sourdough", "?limit=20")).Strings("slug"));
        var explained = await api.Json("/v1/stories/sourdough/recommendations/explain?story=sourdough-again");
        Assert.Equal("duplicate", (string)explained["verdict"]!);
        Assert.Null(explained["rank"]);
    }

    [Fact]
    public async Task Included_recommendations_equal_the_recommendation_list()
    {
        foreach (var slug in new[] { "ships", "sourdough-again", "phones-in-india" })
        {
            var page = (await api.Json($"/v1/stories/{slug}?include=recommendations"))["recommendations"]!;
            Assert.Equal((await List(slug)).ToJsonString(), page.ToJsonString());
        }
    }

    [Fact]
    public async Task Document_frequencies_equal_the_numbers_of_stories_with_the_term()
    {
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        var mismatches = await connection.QueryAsync<(int, int, int?)>(
            """
            select story_term.hash, count(*)::int, t.story_count
            from story_terms v cross join lateral unpack_integers(v.terms || v.other_terms) as story_term (hash)
            left join term t on t.hash = story_term.hash
            group by story_term.hash, t.story_count
            having count(*) is distinct from t.story_count
            """);

        Assert.Empty(mismatches);
        Assert.True(await connection.ExecuteScalarAsync<int>("select count(*) from story_terms where length(terms) = 2 * length(counts)") > 5);
    }

    [Fact]
    public async Task Explain_returns_rank_verdict_score_and_reasons()
    {
        var listed = await api.Json("/v1/stories/phones-in-india/recommendations/explain?story=factories-in-india");
        var self = await api.Json("/v1/stories/phones-in-india/recommendations/explain?story=phones-in-india");

        Assert.Equal(["story", "other", "rank", "verdict", "detail", "score", "parts", "reasons"], listed.AsObject().Select(member => member.Key));
        Assert.Equal(["text", "titleAndDek", "titleInText", "textInTitle", "founderAndTopics", "takeaways"], listed["parts"]!.AsObject().Select(member => member.Key));
        Assert.Equal((1, "computed"), ((int)listed["rank"]!, (string)listed["verdict"]!));
        Assert.Equal((double)(await List("phones-in-india"))[0]!["score"]!, (double)listed["score"]!, 0.05);
        Assert.Equal("self", (string)self["verdict"]!);
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/no-such/recommendations/explain?story=sourdough");
        await api.Problem(HttpStatusCode.BadRequest, "/v1/stories/sourdough/recommendations/explain?story=no-such");
        await api.Problem(HttpStatusCode.BadRequest, "/v1/stories/sourdough/recommendations/explain");
    }

    [Fact]
    public async Task Recommendations_for_a_history_exclude_the_stories_read()
    {
        var cards = (await api.Json("/v1/recommendations?read=sourdough,phones-in-india"))["items"]!;

        Assert.Contains("factories-in-india", cards.Strings("slug"));
        Assert.DoesNotContain("phones-in-india", cards.Strings("slug"));
        Assert.DoesNotContain("sourdough", cards.Strings("slug"));
        Assert.All(cards.AsArray(), card => Assert.Contains((string)card!["reasons"]![0]!["story"]!, new[] { "sourdough", "phones-in-india" }));
    }

    [Fact]
    public async Task Publishing_updates_the_lists_of_similar_stories_and_their_cache_tags()
    {
        var text = "The kiln burned for three days. Porcelain cracks when the kiln cools too fast, and the glaze of the porcelain crazes. Every kiln teaches.";
        await api.Import(("one.md", $"---\nslug: porcelain-one\ntitle: The Porcelain Kiln\n---\n{text}"));
        await api.Import(("two.md", "---\nslug: porcelain-two\ntitle: Glaze on Porcelain\n---\nA kiln for porcelain, and a glaze that did not craze. She built the kiln herself."));

        Assert.Equal("porcelain-two", (string)(await List("porcelain-one"))[0]!["slug"]!);
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        var tags = await connection.QuerySingleAsync<string[]>("select cache_tags from library_change where kind = 'story' and slug = 'porcelain-two'");
        Assert.Contains("story:porcelain-one", tags);

        await api.Import(("two.md", "---\nslug: porcelain-two\ntitle: Ships\n---\nA harbour full of ships, sails and anchors."));
        Assert.DoesNotContain("porcelain-two", (await List("porcelain-one")).AsArray().Where(card => card!["score"] is not null).Select(card => (string)card!["slug"]!));
    }

    [Fact]
    public async Task Reindex_restores_the_same_lists_as_one_revision_tagged_for_all_lists()
    {
        var before = await Lists();
        var revision = (long)(await api.Json("/v1/revision"))["revision"]!;

        Assert.Equal(revision + 1, await api.Services.GetRequiredService<Reindexer>().RebuildAll(_ => { }, CancellationToken.None));

        Assert.Equal(revision + 1, (long)(await api.Json("/v1/revision"))["revision"]!);
        Assert.Equal(before.Select(list => list[0]), (await Lists()).Select(list => list[0]));
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        Assert.Equal(["recommendations"], await connection.QuerySingleAsync<string[]>("select cache_tags from library_change where revision = @revision", new { revision = revision + 1 }));

        async Task<List<List<string>>> Lists()
        {
            List<List<string>> lists = [];
            foreach (var slug in new[] { "phones-in-india", "factories-in-india" })
            {
                lists.Add((await List(slug)).Strings("slug").ToList());
            }

            return lists;
        }
    }

    [Fact]
    public async Task Withdrawing_removes_a_story_from_search_suggestions_and_recommendations()
    {
        await api.Import(("one.md", "---\nslug: quarry-one\ntitle: The Quarry\n---\nMarble came from the quarry, and the quarry gave marble to the chapel."));
        await api.Import(("two.md", "---\nslug: quarry-two\ntitle: Marble Hands\ntakeaways: [Marble waits.]\n---\nA quarry of marble, and hands that cut marble in the quarry."));
        Assert.Equal("quarry-two", (string)(await List("quarry-one"))[0]!["slug"]!);

        var withdrawn = await api.Services.GetRequiredService<LibraryEditor>().Withdraw("quarry-two", new() { Reason = "A test." }, _ => true, Actor.Scheduler, CancellationToken.None);
        Assert.Equal(WithdrawalOutcome.Withdrawn, withdrawn.Outcome);

        Assert.DoesNotContain("quarry-two", (await List("quarry-one", "?limit=20")).Strings("slug"));
        Assert.Empty((await api.Json("/v1/suggest?q=marble"))["items"]!.AsArray());
        Assert.Equal("quarry-one", (string)Assert.Single((await api.Json("/v1/search?q=marble"))["items"]!.AsArray())!["story"]!["slug"]!);
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        Assert.Contains("story:quarry-one", await connection.QuerySingleAsync<string[]>("select cache_tags from library_change where slug = 'quarry-two' and operation = 'withdrawn'"));
        await Waiting.Until(async () => await connection.ExecuteScalarAsync<int>("select story_count from term where word = 'marble'") == 1);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>(
            "select count(*) from computed_recommendation where story_id not in (select id from story) or target_id not in (select id from story)"));
    }

    [Fact]
    public async Task A_large_import_computes_the_same_lists_as_reindex()
    {
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await api.Import(Documents("ground"));
        Assert.Equal("bulk-7", (string)(await List("bulk-6"))[0]!["slug"]!);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*) from story s left join story_terms t on t.story_id = s.id where t.revision is distinct from s.revision"));
        await AssertReindexChangesNothing();

        await api.Import(Documents("milled")); // changes every third story; the database provides the others
        Assert.Equal(44, await connection.ExecuteScalarAsync<int>("select count(*) from story where slug like 'bulk-%' and plain_text like '%milled%'"));
        await AssertReindexChangesNothing();

        static (string, string)[] Documents(string verb) =>
        [
            .. Enumerable.Range(0, 130).Select(n => (
                $"bulk-{n}.md",
                $"---\nslug: bulk-{n}\ntitle: Bulk Story {n}\ndek: Of sails and stones\ntakeaways: [Wind {n / 2} is free.]\n---\nThe windmill number {n / 2} {(n % 3 == 0 ? verb : "ground")} zirconia{n / 2} with sails of canvas{n / 2}, and again zirconia{n / 2}.")),
        ];

        async Task AssertReindexChangesNothing()
        {
            const string State = """
                select s.slug, t.word_count, t.terms::text, t.counts::text, t.other_terms::text, t.title_terms::text, t.lead_terms::text, t.norms::text,
                  array(select c.target_id || ' ' || c.score from computed_recommendation c where c.story_id = s.id order by c.score desc, c.target_id) as list
                from story_terms t join story s on s.id = t.story_id
                order by s.slug
                """;
            var imported = (await connection.QueryAsync<string>($"select row_to_json(state)::text from ({State}) as state")).AsList();
            await api.Services.GetRequiredService<Reindexer>().RebuildAll(_ => { }, CancellationToken.None);
            Assert.True(imported.Count >= 130);
            Assert.Equal(imported, await connection.QueryAsync<string>($"select row_to_json(state)::text from ({State}) as state"));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 0)]
    public async Task Rebuild_uses_cached_term_counts_only_of_the_current_revision(int revisions, int expected)
    {
        await api.Import(("zinnia.md", "---\nslug: zinnia\ntitle: A Flower\n---\nA zinnia, and again a zinnia."));
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        var (id, revision) = await connection.QuerySingleAsync<(Guid, long)>("select id, revision from story where slug = 'zinnia'");
        using var termCounts = new TermCountCache();
        termCounts.Add(id, revision + revisions, termCounts.Count(new("Other", null, "A zeppelin, and again a zeppelin.", [])));

        using var rebuilder = new RecommendationRebuilder(termCounts, _ => { });
        await rebuilder.Read(connection, CancellationToken.None);

        Assert.Equal(expected, rebuilder.DocumentFrequencies.GetValueOrDefault(TermExtractor.GetTerm("zeppelin")));
        Assert.Equal(1 - expected, rebuilder.DocumentFrequencies.GetValueOrDefault(TermExtractor.GetTerm("zinnia")));
    }

    private async Task<JsonNode> List(string slug, string query = "") => (await api.Json($"/v1/stories/{slug}/recommendations{query}"))["items"]!;

    private static JsonNode Reason(JsonNode card, string kind) => card["reasons"]!.AsArray().Single(reason => (string)reason!["kind"]! == kind)!;
}
