using ContentApi.EmbeddedPostgres;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>Runs the rows of the benchmark and prints one table for each limit.</summary>
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
        await Product.Run("migrate");
        var imported = await Import(documents);
        await using (var connection = new NpgsqlConnection(postgres.ConnectionString))
        {
            await connection.ExecuteAsync("vacuum analyze", commandTimeout: 600);
        }

        var load = new Load(folder, new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host!, "content");
        await ImportRow.Run(rows, imported, folder, postgres.ConnectionString);
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

    public static string Median(IEnumerable<double> figures, string format) => figures.Order().ElementAt(figures.Count() / 2).ToString(format, null);

    public static string Range(IEnumerable<double> figures) => $"{figures.Min():N2}-{figures.Max():N2}";

    /// <summary>Imports the documents and returns the duration in seconds.</summary>
    private static async Task<double> Import(string documents)
    {
        Console.WriteLine("Importing them…");
        var (seconds, peak, said) = await Product.Run("import", documents);
        Console.WriteLine($"Imported in {seconds:N1} s, peak memory {peak:N0} MB: {said}");
        return seconds;
    }
}
