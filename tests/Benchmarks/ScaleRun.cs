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
/// `scale [STORIES] [FOLDER] [ROW…]`: measures search, suggestions, recommendations, publishing and `reindex` with a library of 100,000
/// generated stories. One client sends requests to the published service, which runs without its cache. FOLDER keeps the library for the
/// next run. ROW is a prefix that selects rows by name.
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
        Console.WriteLine("Publishing the service…");
        await PublishedService.Current.Publish();
        await RunCommand("migrate");
        if (await Count(postgres.ConnectionString) < stories)
        {
            await Fill(stories, postgres.ConnectionString);
        }

        bool IsSelected(string row) => args.Length < 3 || args.Skip(2).Any(prefix => row.StartsWith(prefix, StringComparison.Ordinal));
        if (IsSelected("reindex"))
        {
            Console.WriteLine($"reindex: {await RunCommand("reindex")}");
        }

        await Execute(postgres.ConnectionString, "vacuum analyze");
        await using var service = await PublishedService.Current.StartServer("--Cache:SizeLimitMegabytes=0", "--RateLimits:Enabled=false", "--Logging:LogLevel:Default=Warning");
        await MeasureRequests(service.Url, postgres.ConnectionString, stories, IsSelected);
        return 0;
    }

    private static async Task Fill(int stories, string connectionString)
    {
        var documents = Path.Combine(Path.GetTempPath(), $"content-api-documents-{stories}");
        Console.WriteLine($"Generating {stories:N0} stories…");
        GeneratedLibrary.Write(documents, stories);

        Console.WriteLine($"import: {await RunCommand("import", documents)}");
        await Execute(connectionString, "vacuum analyze");
    }

    /// <summary>
    /// Measures each kind of request with random words, after a warm-up with all kinds, because tiered compilation makes a new node slower.
    /// The client measures the times.
    /// </summary>
    private static async Task MeasureRequests(Uri url, string connectionString, int stories, Func<string, bool> isSelected)
    {
        using var http = new HttpClient { BaseAddress = url };
        var table = new Table().AddColumns("", "p50 ms", "p90 ms", "p99 ms", "worst", "found");
        var words = await FindWords(connectionString, stories);
        var random = new Random(1);
        var requests = new (string Name, Func<string> CreatePath)[]
        {
            ("search, rare word", () => $"/v1/search?q={PickWord(words.Rare)}"),
            ("search, medium word", () => $"/v1/search?q={PickWord(words.Medium)}"),
            ("search, medium, by year", () => $"/v1/search?q={PickWord(words.Medium)}&year={random.Next(2015, 2025)}"),
            ("search, medium, by topic", () => $"/v1/search?q={PickWord(words.Medium)}&topic=topic-{random.Next(1, GeneratedLibrary.Topics)}"),
            ("search, common word", () => $"/v1/search?q={PickWord(words.Common)}"),
            ("search, most common word", () => $"/v1/search?q={words.Common[^1]}"),
            ("search, two common words", () => $"/v1/search?q={PickWord(words.Common)}+{PickWord(words.Common)}"),
            ("search, common phrase", () => $"/v1/search?q=%22{PickWord(words.Common)}+{PickWord(words.Common)}%22"),
            ("search, nothing found", () => $"/v1/search?q={PickWord(words.Medium)}x{PickWord(words.Medium)}"),
            ("search, 16 common words", () => $"/v1/search?q={string.Join('+', Enumerable.Range(0, 16).Select(_ => PickWord(words.Common)))}"),
            ("takeaways, common word", () => $"/v1/takeaways?q={PickWord(words.Common)}"),
            ("suggest, 1 letter", () => $"/v1/suggest?q={"bdfgklmn"[random.Next(8)]}"),
            ("suggest, 3 letters", () => $"/v1/suggest?q={PickWord(words.Medium)[..3]}"),
            ("recommendations", () => $"/v1/stories/{GeneratedLibrary.Slug(random.Next(1, stories))}/recommendations"),
            ("recommendations of 20", () => $"/v1/stories/{GeneratedLibrary.Slug(random.Next(1, stories))}/recommendations?limit=20"),
            ("reading history of 10", () => $"/v1/recommendations?read={string.Join(',', Enumerable.Range(0, 10).Select(_ => GeneratedLibrary.Slug(random.Next(1, stories))).Distinct())}"),
            ("explain", () => $"/v1/stories/{GeneratedLibrary.Slug(random.Next(1, stories))}/recommendations/explain?story={GeneratedLibrary.Slug(random.Next(1, stories))}"),
        }.Where(row => isSelected(row.Name)).ToList();
        foreach (var (_, createPath) in Enumerable.Repeat(requests, Requests).SelectMany(all => all))
        {
            await Send(createPath());
        }

        foreach (var (name, createPath) in requests)
        {
            List<double> times = [];
            var found = 0L;
            for (var i = 0; i < Requests; i++)
            {
                var clock = Stopwatch.StartNew();
                var text = await Send(createPath());
                times.Add(clock.Elapsed.TotalMilliseconds);
                var json = JsonNode.Parse(text)!;
                found += (long?)json["totalCount"] ?? json["items"]?.AsArray().Count ?? 1;
            }

            times.Sort();
            table.AddRow(name, $"{times[Requests / 2]:N1}", $"{times[Requests * 9 / 10]:N1}", $"{times[Requests * 99 / 100]:N1}", $"{times[^1]:N1}", $"{found / Requests:N0}");
        }

        if (isSelected("publish one story"))
        {
            table.AddRow(["publish one story", .. await Publish(url, stories), ""]);
        }

        AnsiConsole.Write(table);

        async Task<string> Send(string path)
        {
            using var response = await http.GetAsync(path);
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode ? text : throw new InvalidOperationException(text);
        }

        string PickWord(string[] candidates) => candidates.Length == 0 ? "zzz" : candidates[random.Next(candidates.Length)];
    }

    private static async Task<string[]> Publish(Uri url, int stories)
    {
        using var http = await PublicationClient.Create(PublishedService.Current, url);
        var first = stories + Random.Shared.Next(1_000_000_000); // avoids the slugs of the library and of earlier runs
        List<double> times = [];
        for (var i = 0; i < Publications; i++)
        {
            using var document = new StringContent(GeneratedLibrary.Document(first + i), new MediaTypeHeaderValue("text/markdown"));
            var clock = Stopwatch.StartNew();
            using var response = await http.PostAsync("/v1/imports", document);
            times.Add(clock.Elapsed.TotalMilliseconds);
            response.EnsureSuccessStatusCode();
        }

        times = times.Skip(5).Order().ToList();
        return [$"{times[times.Count / 2]:N1}", $"{times[times.Count * 9 / 10]:N1}", $"{times[^1]:N1}", $"{times[^1]:N1}"];
    }

    private static async Task<(string[] Rare, string[] Medium, string[] Common)> FindWords(string connectionString, int stories)
    {
        await using var database = new NpgsqlConnection(connectionString);
        return (await FindByFrequency(1, Math.Max(20, stories / 200)), await FindByFrequency(stories / 100, stories / 20), await FindByFrequency(stories / 4, stories));

        async Task<string[]> FindByFrequency(int least, int most) => (await database.QueryAsync<string>(
            "select word from term where hash >= 0 and story_count between @least and @most and length(word) > 3 order by story_count limit 200", new { least, most })).ToArray();
    }

    private static async Task<string> RunCommand(params string[] arguments)
    {
        var (seconds, peak, output) = await PublishedService.Current.Run(arguments);
        return $"{seconds:N1} s, peak memory {peak:N0} MB: {output}";
    }

    private static async Task<int> Count(string connectionString)
    {
        await using var database = new NpgsqlConnection(connectionString);
        return await database.ExecuteScalarAsync<int>("select count(*) from story");
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var database = new NpgsqlConnection(connectionString);
        await database.ExecuteAsync(sql, commandTimeout: 1200);
    }
}
