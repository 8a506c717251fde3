using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Delivery.Stories;
using ContentApi.Library;
using ContentApi.Web.Paging;
using Dapper;
using Npgsql;
using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>
/// Measures uncached reads of a library of 1,000,000 stories: compares its last page with its first, and a story with the same story in
/// a library of 10,000. The same SQL fills both libraries with stories of 1 KB.
/// </summary>
internal static class GrowthRows
{
    private const string LastPage = "last-page";
    private const string StoryOfAMillion = "story-of-a-million";
    private const string StoryPath = "/v1/stories/generated-story-{n}";
    private const string ListPath = "/v1/stories";
    private const int SmallSize = 10_000;
    private const int LargeSize = 1_000_000;
    private const int Turns = 7;

    public static readonly string[] Names = [LastPage, StoryOfAMillion];

    public static async Task Run(IReadOnlyList<string> rows, LoadGenerator load, string connectionString)
    {
        if (!rows.Intersect(Names, StringComparer.Ordinal).Any())
        {
            return;
        }

        await using var small = await StartServer("few", SmallSize, connectionString);
        await using var large = await StartServer("many", LargeSize, connectionString);
        var table = Suite.Table($"{LargeSize:N0} stories, uncached", "", "reqs/s", "baseline", "reqs/s", "cost ratio", "range");
        if (rows.Contains(LastPage))
        {
            await AddRow(LastPage, "the first page", (large.Url, await FindLastPage(large.Url), 1), (large.Url, ListPath, 1));
        }

        if (rows.Contains(StoryOfAMillion))
        {
            await AddRow(StoryOfAMillion, $"{SmallSize:N0} stories", (large.Url, StoryPath, LargeSize), (small.Url, StoryPath, SmallSize));
        }

        AnsiConsole.Write(table);

        async Task AddRow(string name, string baselineName, (Uri Url, string Path, int Stories) measured, (Uri Url, string Path, int Stories) baseline)
        {
            await load.WarmUp(measured.Url, measured.Path, measured.Stories);
            await load.WarmUp(baseline.Url, baseline.Path, baseline.Stories);
            List<(double Measured, double Baseline)> turns = [];
            for (var turn = 0; turn < Turns; turn++)
            {
                turns.Add(((await load.Http(measured.Url, measured.Path, measured.Stories)).PerSecond, (await load.Http(baseline.Url, baseline.Path, baseline.Stories)).PerSecond));
            }

            var ratios = turns.ConvertAll(turn => turn.Baseline / turn.Measured);
            table.AddRow(name, Suite.Median(turns.Select(turn => turn.Measured), "N0"), baselineName, Suite.Median(turns.Select(turn => turn.Baseline), "N0"), Suite.Median(ratios, "N2"), Suite.Range(ratios));
        }
    }

    private static async Task<ServerProcess> StartServer(string name, int stories, string connectionString)
    {
        Console.WriteLine($"Creating a library of {stories:N0} stories…");
        await using (var server = new NpgsqlConnection(connectionString))
        {
            await server.ExecuteAsync($"create database {name}");
        }

        var databaseConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
        Environment.SetEnvironmentVariable("ConnectionStrings__Content", databaseConnectionString);
        await PublishedService.Current.Run("migrate");
        await using var connection = new NpgsqlConnection(databaseConnectionString);
        await connection.ExecuteAsync(InsertLibrary, new { stories, CardJson = Encoding.UTF8.GetString(SampleJson.Card), PageJson = Encoding.UTF8.GetString(SampleJson.Page), new LibraryOptions().FormatVersion }, commandTimeout: 3600);
        await connection.ExecuteAsync("vacuum analyze", commandTimeout: 3600);
        var service = await PublishedService.Current.StartServer("--Cache:SizeLimitMegabytes=0");
        Environment.SetEnvironmentVariable("ConnectionStrings__Content", connectionString);
        return service;
    }

    /// <summary>Returns the path of the page with the last twenty cards. Its cursor points to the card before them.</summary>
    private static async Task<string> FindLastPage(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url };
        var oldest = (await http.GetFromJsonAsync<JsonNode>($"{ListPath}?sort=publishedAt&limit={PageQuery.DefaultLimit + 1}"))!["items"]!.AsArray()[^1]!;
        var cursor = new Cursor(Cursor.FormatKey(oldest["publishedAt"]!.GetValue<DateTimeOffset>().UtcDateTime), oldest["id"]!.GetValue<Guid>(), Revision: 1);
        var path = $"{ListPath}?cursor={cursor.Encode(new StoryListQuery().Canonical)}";
        var last = (await http.GetFromJsonAsync<JsonNode>(path))!;
        return last["items"]!.AsArray().Count == PageQuery.DefaultLimit && last["nextCursor"] is null ? path : throw new InvalidOperationException("The page is not the last one.");
    }

    /// <summary>The pre-serialized JSON of a story, in which the SQL replaces the number, id and date.</summary>
    private static readonly StoryJson SampleJson = StoryJson.Render(new()
    {
        Id = Guid.Empty,
        Slug = "generated-story-N",
        Title = "Generated Story N",
        Dek = string.Concat(Enumerable.Repeat("a dek ", 20)),
        Byline = null,
        FounderSlug = "founder-1",
        FounderName = "Founder 1",
        PublishedAt = DateTime.UnixEpoch,
        PublishedOn = DateOnly.FromDateTime(DateTime.UnixEpoch),
        ReadingMinutes = 5,
        Image = null,
        Language = "en",
        Rights = new(),
        Topics = [new() { Id = Guid.Empty, Slug = "topic-5", Name = "Topic 5" }],
        Takeaways = [new() { Id = Guid.Empty, Position = 1, Statement = "What it teaches", Explanation = string.Concat(Enumerable.Repeat("why ", 30)) }],
        UpdatedAt = DateTime.UnixEpoch,
        WordCount = 200,
    });

    private const string InsertLibrary = """
        update library_revision set revision = 1, changed_at = now() - interval '1 hour';

        insert into founder (id, slug, name, name_key, revision)
        select md5('founder-' || n)::uuid, 'founder-' || n, 'Founder ' || n, 'founder ' || n, 1 from generate_series(0, 499) as n;

        insert into topic (id, slug, name, name_key, revision)
        select md5('topic-' || n)::uuid, 'topic-' || n, 'Topic ' || n, 'topic ' || n, 1 from generate_series(0, 59) as n;

        insert into story (id, slug, title, title_key, dek, founder_id, founder_slug, published_at, updated_at, reading_minutes, word_count, language, sections, html, markdown, plain_text, revision,
          card_json, page_json, json_format, json_revision)
        select
          md5('story-' || n)::uuid, 'generated-story-' || n, 'Generated Story ' || n, 'generated story ' || n, repeat('a dek ', 20), md5('founder-' || n % 500)::uuid, 'founder-' || n % 500,
          timestamptz '2015-01-01' + n * interval '5 minutes', now(), 5, 200, 'en',
          json_build_array(json_build_object('id', 's1', 'label', null, 'title', null, 'anchor', 'start', 'blocks', json_build_array(
            json_build_object('id', 'b1', 'type', 'paragraph', 'spans', json_build_array(json_build_object('text', body, 'marks', json_build_array(), 'href', null)))))),
          '<p>' || body || '</p>', body, body, 1,
          convert_to(replace(replace(replace(@CardJson, 'N"', n || '"'), '00000000-0000-0000-0000-000000000000', md5('story-' || n)::uuid::text), '1970-01-01T00:00:00Z', published_at), 'UTF8'),
          convert_to(replace(replace(replace(@PageJson, 'N"', n || '"'), '00000000-0000-0000-0000-000000000000', md5('story-' || n)::uuid::text), '1970-01-01T00:00:00Z', published_at), 'UTF8'),
          @FormatVersion, 1
        from generate_series(1, @stories) as n,
          lateral (select to_char(timestamptz '2015-01-01' + n * interval '5 minutes', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as published_at) as time,
          lateral (select string_agg(md5(n || '-' || part), ' ') as body from generate_series(1, 30) as part) as text;

        insert into story_topic (story_id, topic_id, position, published_at)
        select s.id, md5('topic-' || s.reading_minutes)::uuid, 1, s.published_at from story s;

        insert into takeaway (id, story_id, position, statement, explanation)
        select md5('takeaway-' || s.slug)::uuid, s.id, 1, 'What ' || s.slug || ' teaches', repeat('why ', 30) from story s;
        """;
}
