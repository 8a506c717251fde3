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
/// Measures uncached reads of a library of a million stories: its last page against its first, and a story against the same one in a
/// library of ten thousand. The same SQL fills both libraries with stories of one kilobyte.
/// </summary>
internal static class GrowthRows
{
    private const string LastPage = "last-page";
    private const string StoryOfMany = "story-of-a-million";
    private const string Story = "/v1/stories/generated-story-{n}";
    private const string List = "/v1/stories";
    private const int Few = 10_000;
    private const int Many = 1_000_000;
    private const int Turns = 7;

    public static readonly string[] Names = [LastPage, StoryOfMany];

    public static async Task Run(IReadOnlyList<string> rows, Load load, string connectionString)
    {
        if (!rows.Intersect(Names, StringComparer.Ordinal).Any())
        {
            return;
        }

        await using var small = await Serve("few", Few, connectionString);
        await using var large = await Serve("many", Many, connectionString);
        var table = Suite.Table($"{Many:N0} stories, uncached", "", "reqs/s", "beside", "reqs/s", "times the cost", "range");
        if (rows.Contains(LastPage))
        {
            await Add(LastPage, "the first page", (large.Url, await LastAddress(large.Url), 1), (large.Url, List, 1));
        }

        if (rows.Contains(StoryOfMany))
        {
            await Add(StoryOfMany, $"{Few:N0} stories", (large.Url, Story, Many), (small.Url, Story, Few));
        }

        AnsiConsole.Write(table);

        async Task Add(string name, string beside, (Uri Url, string Address, int Stories) far, (Uri Url, string Address, int Stories) near)
        {
            await load.WarmUp(far.Url, far.Address, far.Stories);
            await load.WarmUp(near.Url, near.Address, near.Stories);
            List<(double Far, double Near)> turns = [];
            for (var turn = 0; turn < Turns; turn++)
            {
                turns.Add(((await load.Http(far.Url, far.Address, far.Stories)).PerSecond, (await load.Http(near.Url, near.Address, near.Stories)).PerSecond));
            }

            var times = turns.ConvertAll(turn => turn.Near / turn.Far);
            table.AddRow(name, Suite.Median(turns.Select(turn => turn.Far), "N0"), beside, Suite.Median(turns.Select(turn => turn.Near), "N0"), Suite.Median(times, "N2"), Suite.Range(times));
        }
    }

    private static async Task<Server> Serve(string name, int stories, string connectionString)
    {
        Console.WriteLine($"Making a library of {stories:N0} stories…");
        await using (var server = new NpgsqlConnection(connectionString))
        {
            await server.ExecuteAsync($"create database {name}");
        }

        var own = new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
        Environment.SetEnvironmentVariable("ConnectionStrings__Content", own);
        await Product.Run("migrate");
        await using var connection = new NpgsqlConnection(own);
        await connection.ExecuteAsync(Library, new { stories, CardJson = Encoding.UTF8.GetString(Any.Card), PageJson = Encoding.UTF8.GetString(Any.Page), new LibraryOptions().FormatVersion }, commandTimeout: 3600);
        await connection.ExecuteAsync("vacuum analyze", commandTimeout: 3600);
        var product = await Product.Serve("--Cache:SizeLimitMegabytes=0");
        Environment.SetEnvironmentVariable("ConnectionStrings__Content", connectionString);
        return product;
    }

    /// <summary>Returns the address of the last twenty cards: its cursor is that of the card before them.</summary>
    private static async Task<string> LastAddress(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url };
        var oldest = (await http.GetFromJsonAsync<JsonNode>($"{List}?sort=publishedAt&limit={PageQuery.DefaultLimit + 1}"))!["items"]!.AsArray()[^1]!;
        var cursor = new Cursor(Cursor.FormatKey(oldest["publishedAt"]!.GetValue<DateTimeOffset>().UtcDateTime), oldest["id"]!.GetValue<Guid>(), Revision: 1);
        var address = $"{List}?cursor={cursor.Encode(new StoryListQuery().Canonical)}";
        var last = (await http.GetFromJsonAsync<JsonNode>(address))!;
        return last["items"]!.AsArray().Count == PageQuery.DefaultLimit && last["nextCursor"] is null ? address : throw new InvalidOperationException("This is not the last page.");
    }

    /// <summary>The pre-serialized JSON of a story. The SQL replaces its number, id and date.</summary>
    private static readonly StoryJson Any = StoryJson.Render(new()
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
        License = null,
        Topics = [new() { Slug = "topic-5", Name = "Topic 5" }],
        Takeaways = [new() { Id = Guid.Empty, Position = 1, Statement = "What it teaches", Explanation = string.Concat(Enumerable.Repeat("why ", 30)) }],
        UpdatedAt = DateTime.UnixEpoch,
        WordCount = 200,
    });

    private const string Library = """
        update library_revision set revision = 1, changed_at = now() - interval '1 hour';

        insert into founder (id, slug, name, name_key, revision)
        select md5('founder-' || n)::uuid, 'founder-' || n, 'Founder ' || n, 'founder ' || n, 1 from generate_series(0, 499) as n;

        insert into topic (id, slug, name, name_key, revision)
        select md5('topic-' || n)::uuid, 'topic-' || n, 'Topic ' || n, 'topic ' || n, 1 from generate_series(0, 59) as n;

        insert into story (id, slug, title, title_key, dek, founder_id, published_at, updated_at, reading_minutes, word_count, language, sections, html, markdown, plain_text, revision,
          card_json, page_json, json_format, json_revision)
        select
          md5('story-' || n)::uuid, 'generated-story-' || n, 'Generated Story ' || n, 'generated story ' || n, repeat('a dek ', 20), md5('founder-' || n % 500)::uuid,
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
