using ContentApi.EmbeddedPostgres;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>Runs the rows of the benchmark and prints one table for each baseline.</summary>
internal static class Suite
{
    public static readonly string[] All = [ImportRow.Name, .. CachedRows.Names, .. UncachedRows.Names, .. GrowthRows.Names, ProcessRows.Memory, ProcessRows.Start];

    public static async Task<int> Run(IReadOnlyList<string> rows, int stories)
    {
        var folder = Directory.CreateTempSubdirectory("content-api-benchmark-").FullName;
        Console.WriteLine($"Generating {stories:N0} stories…");
        var documents = GeneratedLibrary.Write(Path.Combine(Path.GetTempPath(), $"content-api-documents-{stories}"), stories);

        await using var postgres = await EmbeddedPostgresServer.Start(new() { DataPath = folder + "-data" }, NullLogger.Instance, CancellationToken.None);
        Environment.SetEnvironmentVariable("ConnectionStrings__Content", postgres.ConnectionString);
        await PublishedService.Current.Run("migrate");
        var importSeconds = await Import(documents);
        await using (var connection = new NpgsqlConnection(postgres.ConnectionString))
        {
            await connection.ExecuteAsync("vacuum analyze", commandTimeout: 600);
        }

        var load = new LoadGenerator(folder, new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host!, "content");
        await ImportRow.Run(rows, importSeconds, folder, postgres.ConnectionString);
        await CachedRows.Run(rows, load, stories);
        await UncachedRows.Run(rows, load, stories, postgres.ConnectionString);
        await ProcessRows.Run(rows, stories);
        await GrowthRows.Run(rows, load, postgres.ConnectionString);
        return 0;
    }

    public static Table Table(string title, params string[] headings)
    {
        var table = new Table { Title = new(title) };
        foreach (var (heading, index) in headings.Select((heading, index) => (heading, index)))
        {
            table.AddColumn(new TableColumn(heading) { NoWrap = true, Alignment = index == 0 ? Justify.Left : Justify.Right });
        }

        return table;
    }

    public static string Median(IEnumerable<double> values, string format) => values.Order().ElementAt(values.Count() / 2).ToString(format, null);

    public static string Range(IEnumerable<double> values) => $"{values.Min():N2}-{values.Max():N2}";

    /// <summary>Imports the documents and returns the duration in seconds.</summary>
    private static async Task<double> Import(string documents)
    {
        Console.WriteLine("Importing the stories…");
        var (seconds, peak, output) = await PublishedService.Current.Run("import", documents);
        Console.WriteLine($"Imported in {seconds:N1} s, peak memory {peak:N0} MB: {output}");
        return seconds;
    }
}
