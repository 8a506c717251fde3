using ContentApi.Stories;

namespace ContentApi.Benchmarks;

/// <summary>The product's statements as pgbench takes them: its variables in the place of our parameters.</summary>
internal static class Pgbench
{
    /// <summary>The statement of the first page of the list.</summary>
    public static string List { get; } = $"""
        select {CardSql.Columns}
        from story s left join founder f on f.id = s.founder_id
        where true order by s.published_at desc, s.id desc limit @Limit;

        """;

    public static string Of(string statements) => string.Join(";\n", Statements(statements).Select(statement => Fill(statement, "'generated-story-' || :n"))) + ";";

    /// <summary>With a story's name, for `explain`.</summary>
    public static string Literal(string statement) => Fill(statement, "'generated-story-77'");

    private static IEnumerable<string> Statements(string statements) =>
        statements.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(statement => statement.ReplaceLineEndings(" "));

    private static string Fill(string statement, string slug) => statement
        .Replace("@Slugs", $"array[{slug}]", StringComparison.Ordinal)
        .Replace("@Slug", slug, StringComparison.Ordinal)
        .Replace("@SiteUrl", "null::text", StringComparison.Ordinal)
        .Replace("@TimeZone", "'UTC'", StringComparison.Ordinal)
        .Replace("@Limit", "21", StringComparison.Ordinal);
}
