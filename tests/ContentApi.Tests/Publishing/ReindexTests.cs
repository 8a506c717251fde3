using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Publishing;

/// <summary>
/// Tests that the search and recommendation indexes are rebuilt: entirely, or the parts that an older version did not write.
/// </summary>
public sealed class ReindexTests(SampleContent api) : IClassFixture<SampleContent>
{
    private static readonly string[] Urls =
    [
        "/v1/search?q=bicycle", "/v1/search?q=perkins", "/v1/suggest?q=mel", "/v1/takeaways?q=refusal",
        "/v1/stories/the-engine-on-the-bicycle/recommendations?limit=20", "/v1/stories/the-no-that-drew-a-map/recommendations?limit=20",
    ];

    [Fact]
    public async Task Reindexing_and_indexing_of_missing_stories_restore_the_same_results()
    {
        var before = await FindAll();
        Assert.All(before, names => Assert.NotEmpty(names));
        var start = (long)(await api.Json("/v1/revision"))["revision"]!;

        var (code, output, error) = await Executable.Run(api.ConnectionString, "reindex");
        Assert.True(code == 0, output + error);
        Assert.Contains("Rebuilt the indexes and the pre-serialized JSON of 8 stories", output, StringComparison.Ordinal);
        Assert.Equal(before, await FindAllAfter(start + 1));

        // The state of a library whose indexes are lost.
        await using (var connection = new NpgsqlConnection(api.ConnectionString))
        {
            await connection.ExecuteAsync(
                """
                delete from story_search; delete from story_search_head; delete from takeaway_search; delete from founder_search; delete from suggestion;
                delete from computed_recommendation; delete from term_posting; delete from story_terms; delete from term;
                update term_statistics set story_count = 0, word_count = 0;
                """);
        }

        (code, output, error) = await Executable.Run(api.ConnectionString, "migrate");
        Assert.True(code == 0, output + error);
        Assert.Contains("Indexed 8 stories.", output, StringComparison.Ordinal);
        Assert.Equal(before, await FindAllAfter(start + 2));
        var (_, again, _) = await Executable.Run(api.ConnectionString, "migrate");
        Assert.DoesNotContain("Indexed", again, StringComparison.Ordinal);
    }

    private async Task<List<string>> FindAllAfter(long revision)
    {
        await Waiting.Until(async () => (long)(await api.Json("/v1/revision"))["revision"]! == revision);
        var change = (await api.Json($"/v1/changes?after={revision - 1}"))["items"]!.AsArray().Single()!;
        Assert.Equal(("recommendations", "reindexed"), ((string)change["kind"]!, (string)change["operation"]!));
        return await FindAll();
    }

    /// <summary>
    /// Returns the names of the items at each URL. Recommendations are sorted by name, because scores computed at publication, from
    /// fewer stories, differ from rebuilt ones.
    /// </summary>
    private async Task<List<string>> FindAll()
    {
        List<string> results = [];
        foreach (var url in Urls)
        {
            var names = (await api.Json(url))["items"]!.AsArray().Select(Name);
            results.Add(string.Join(' ', url.Contains("/recommendations", StringComparison.Ordinal) ? names.Order(StringComparer.Ordinal) : names));
        }

        return results;
    }

    private static string Name(JsonNode? item) =>
        (string?)(item!["slug"] ?? item["story"]?["slug"] ?? item["founder"]?["slug"] ?? item["takeaway"]?["id"] ?? item["title"] ?? item["name"] ?? item["id"]) ?? "";
}
