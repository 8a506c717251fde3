using System.Globalization;
using ContentApi.Core.Model;
using ContentApi.Library;

namespace ContentApi.Benchmarks;

/// <summary>Converts the SQL statements of the service for pgbench: replaces parameters with variables and literals.</summary>
internal static class PgbenchSql
{
    private static readonly string FormatVersion = new LibraryOptions().FormatVersion.ToString(CultureInfo.InvariantCulture);

    /// <summary>Gets the statement of the first page of the list.</summary>
    public static string List { get; } = CardSql.SelectJson("s.published_at as PublishedAt", "from story s where true order by s.published_at desc, s.id desc limit @Limit");

    /// <summary>Gets the list statement that reads columns. The service runs it for stories without pre-serialized JSON.</summary>
    public static string ListFromColumns { get; } = $"""
        select {CardSql.Columns}
        {CardSql.From}
        where true order by s.published_at desc, s.id desc limit @Limit;

        """;

    public static string StoryFromColumns { get; } = StoryComposer.SelectSql(BodyFormat.Blocks, "select id from story where slug = @Slug");

    /// <summary>Returns the statements for a pgbench script with a random story number `:n`.</summary>
    public static string Script(string statements) => string.Join(";\n", Statements(statements).Select(statement => Fill(statement, "'generated-story-' || :n"))) + ";";

    /// <summary>Returns a statement with literals in place of parameters, for `explain`.</summary>
    public static string WithLiterals(string statement) => Fill(statement, "'generated-story-77'");

    private static IEnumerable<string> Statements(string statements) =>
        statements.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(statement => statement.ReplaceLineEndings(" "));

    private static string Fill(string statement, string slug) => statement
        .Replace("@Slug", slug, StringComparison.Ordinal)
        .Replace("@SiteUrl", "null::text", StringComparison.Ordinal)
        .Replace("@FormatVersion", FormatVersion, StringComparison.Ordinal)
        .Replace("@TimeZone", "'UTC'", StringComparison.Ordinal)
        .Replace("@Limit", "21", StringComparison.Ordinal);
}
