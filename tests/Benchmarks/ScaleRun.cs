using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ContentApi.EmbeddedPostgres;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>
/// `scale [STORIES] [FOLDER] [ROW…]`: measures search, suggestions, recommendations, publishing and `reindex` on a library of 100,000
/// generated stories, with the published service without its cache, by one client over HTTP. FOLDER keeps the library for the next run;
/// ROW, the beginning of a row's name, limits the run to matching rows.
/// </summary>
internal static class ScaleRun
{
    private const int Requests = 300;
    private const int Publications = 40;

    public static async Task<int> Run(string[] args)
    {
        var stories = args.Length > 0 ? int.Parse(args[0], null) : 100_000;
        var folder = args.Length > 1 ? args[1] : Directory.CreateTempSubdirectory("content-api-scale-").FullName;
        await using var postgres = await EmbeddedPostgresServer.Start(new() { DataPath = folder }, NullLogger.Instance, CancellationToken.None);
        Environment.SetEnvironmentVariable("ConnectionStrings__Content", postgres.ConnectionString);
        Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", "Production");
        Console.WriteLine("Publishing the product…");
        await Product.Publish();
        await Verb("migrate");
        if (await Count(postgres.ConnectionString) < stories)
        {
            await Fill(stories, postgres.ConnectionString);
        }

        bool IsAsked(string row) => args.Length < 3 || args.Skip(2).Any(start => row.StartsWith(start, StringComparison.Ordinal));
        if (IsAsked("reindex"))
        {
            Console.WriteLine($"reindex: {await Verb("reindex")}");
        }

        await Execute(postgres.ConnectionString, "vacuum analyze");
        await using var product = await Product.Serve("--Cache:SizeLimitMegabytes=0", "--RateLimits:Enabled=false", "--Logging:LogLevel:Default=Warning");
        await Ask(product.Url, postgres.ConnectionString, stories, IsAsked);
        return 0;
    }

    private static async Task Fill(int stories, string connection)
    {
        var documents = Path.Combine(Path.GetTempPath(), $"content-api-documents-{stories}");
        Console.WriteLine($"Generating {stories:N0} stories…");
        GeneratedLibrary.Write(documents, stories);

        Console.WriteLine($"import: {await Verb("import", documents)}");
        await Execute(connection, "vacuum analyze");
    }

    /// <summary>
    /// Measures each kind of request with random words, after warming up with all kinds in turn: a node that has just started is still
    /// compiling hot methods and is slower. Times are those of the client.
    /// </summary>
    private static async Task Ask(Uri url, string connection, int stories, Func<string, bool> isAsked)
    {
        using var http = new HttpClient { BaseAddress = url };
        var table = new Table().AddColumns("", "p50 ms", "p90 ms", "p99 ms", "worst", "found");
        var words = await Words(connection, stories);
        var random = new Random(1);
        var questions = new (string Name, Func<string> Address)[]
        {
            ("search, rare word", () => $"/v1/search?q={Any(words.Rare)}"),
            ("search, middling word", () => $"/v1/search?q={Any(words.Middling)}"),
            ("search, middling, of a year", () => $"/v1/search?q={Any(words.Middling)}&year={random.Next(2015, 2025)}"),
            ("search, middling, of a topic", () => $"/v1/search?q={Any(words.Middling)}&topic=topic-{random.Next(1, GeneratedLibrary.Topics)}"),
            ("search, common word", () => $"/v1/search?q={Any(words.Common)}"),
            ("search, the commonest", () => $"/v1/search?q={words.Common[^1]}"),
            ("search, two common", () => $"/v1/search?q={Any(words.Common)}+{Any(words.Common)}"),
            ("search, common phrase", () => $"/v1/search?q=%22{Any(words.Common)}+{Any(words.Common)}%22"),
            ("search, nothing found", () => $"/v1/search?q={Any(words.Middling)}x{Any(words.Middling)}"),
            ("search, 16 common", () => $"/v1/search?q={string.Join('+', Enumerable.Range(0, 16).Select(_ => Any(words.Common)))}"),
            ("takeaways, common word", () => $"/v1/takeaways?q={Any(words.Common)}"),
            ("suggest, 1 letter", () => $"/v1/suggest?q={"bdfgklmn"[random.Next(8)]}"),
            ("suggest, 3 letters", () => $"/v1/suggest?q={Any(words.Middling)[..3]}"),
            ("recommendations", () => $"/v1/stories/{GeneratedLibrary.Slug(random.Next(1, stories))}/recommendations"),
            ("recommendations of 20", () => $"/v1/stories/{GeneratedLibrary.Slug(random.Next(1, stories))}/recommendations?limit=20"),
            ("reading history of 10", () => $"/v1/recommendations?read={string.Join(',', Enumerable.Range(0, 10).Select(_ => GeneratedLibrary.Slug(random.Next(1, stories))).Distinct())}"),
            ("explain", () => $"/v1/stories/{GeneratedLibrary.Slug(random.Next(1, stories))}/recommendations/explain?story={GeneratedLibrary.Slug(random.Next(1, stories))}"),
        }.Where(row => isAsked(row.Name)).ToList();
        foreach (var (_, address) in Enumerable.Repeat(questions, Requests).SelectMany(all => all))
        {
            await Answer(address());
        }

        foreach (var (name, address) in questions)
        {
            List<double> times = [];
            var found = 0L;
            for (var i = 0; i < Requests; i++)
            {
                var clock = Stopwatch.StartNew();
                var text = await Answer(address());
                times.Add(clock.Elapsed.TotalMilliseconds);
                var json = JsonNode.Parse(text)!;
                found += (long?)json["totalCount"] ?? json["items"]?.AsArray().Count ?? 1;
            }

            times.Sort();
            table.AddRow(name, $"{times[Requests / 2]:N1}", $"{times[Requests * 9 / 10]:N1}", $"{times[Requests * 99 / 100]:N1}", $"{times[^1]:N1}", $"{found / Requests:N0}");
        }

        if (isAsked("publish one story"))
        {
            table.AddRow(["publish one story", .. await Publish(url, stories), ""]);
        }

        AnsiConsole.Write(table);

        async Task<string> Answer(string address)
        {
            using var response = await http.GetAsync(address);
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode ? text : throw new InvalidOperationException(text);
        }

        string Any(string[] some) => some.Length == 0 ? "zzz" : some[random.Next(some.Length)];
    }

    private static async Task<string[]> Publish(Uri url, int stories)
    {
        using var http = await Newsroom.Enter(url);
        var first = stories + Random.Shared.Next(1_000_000_000); // avoids the slugs of the library and of earlier runs
        List<double> times = [];
        for (var i = 0; i < Publications; i++)
        {
            using var document = new StringContent(GeneratedLibrary.Document(first + i), new MediaTypeHeaderValue("text/markdown"));
            var clock = Stopwatch.StartNew();
            using var imported = await http.PostAsync("/v1/imports", document);
            times.Add(clock.Elapsed.TotalMilliseconds);
            imported.EnsureSuccessStatusCode();
        }

        times = times.Skip(5).Order().ToList();
        return [$"{times[times.Count / 2]:N1}", $"{times[times.Count * 9 / 10]:N1}", $"{times[^1]:N1}", $"{times[^1]:N1}"];
    }

    private static async Task<(string[] Rare, string[] Middling, string[] Common)> Words(string connection, int stories)
    {
        await using var database = new NpgsqlConnection(connection);
        return (await Of(1, Math.Max(20, stories / 200)), await Of(stories / 100, stories / 20), await Of(stories / 4, stories));

        async Task<string[]> Of(int least, int most) => (await database.QueryAsync<string>(
            "select word from term where hash >= 0 and story_count between @least and @most and length(word) > 3 order by story_count limit 200", new { least, most })).ToArray();
    }

    private static async Task<string> Verb(params string[] arguments)
    {
        var (seconds, peak, said) = await Product.Run(arguments);
        return $"{seconds:N1} s, peak memory {peak:N0} MB: {said}";
    }

    private static async Task<int> Count(string connection)
    {
        await using var database = new NpgsqlConnection(connection);
        return await database.ExecuteScalarAsync<int>("select count(*) from story");
    }

    private static async Task Execute(string connection, string sql)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.ExecuteAsync(sql, commandTimeout: 1200);
    }
}
