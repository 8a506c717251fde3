using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.PageText;

/// <summary>Merges the short takeaways above a story with the full takeaways below it.</summary>
internal static class PageTakeawayMerger
{
    /// <summary>
    /// Maximum number of takeaways that are compared pairwise. A story with more takeaways is invalid, so comparing them would waste time.
    /// </summary>
    private const int MaxCompared = 200;

    /// <summary>
    /// Merges short takeaways with full takeaways of the form "statement: explanation". A full takeaway is matched with the longest short
    /// takeaway that it starts with, because a statement may contain a colon. Without a match, a full takeaway is split at its first colon.
    /// Takeaways without a counterpart are kept.
    /// </summary>
    public static List<TakeawayDocument> Merge(IReadOnlyList<string> shortTakeaways, IReadOnlyList<PageLine> fullTakeaways, List<Diagnostic> diagnostics)
    {
        if (shortTakeaways.Count > MaxCompared || fullTakeaways.Count > MaxCompared)
        {
            return
            [
                .. shortTakeaways.Select(statement => new TakeawayDocument { Statement = statement }),
                .. fullTakeaways.Select(full => SplitAtColon(full.Text)),
            ];
        }

        var statements = shortTakeaways.Select(NormalizeStatement).ToList();
        var explanations = new string?[shortTakeaways.Count];
        var isMatched = new bool[shortTakeaways.Count];
        List<TakeawayDocument> unmatched = [];
        foreach (var full in fullTakeaways)
        {
            var normalized = PagePatterns.NormalizeTypography(full.Text);
            var match = Enumerable.Range(0, shortTakeaways.Count)
                .Where(i => !isMatched[i] && FindExplanation(full.Text, normalized, statements[i]) is not null)
                .OrderByDescending(i => shortTakeaways[i].Length)
                .Cast<int?>()
                .FirstOrDefault();
            if (match is { } index)
            {
                isMatched[index] = true;
                explanations[index] = FindExplanation(full.Text, normalized, statements[index]) is { Length: > 0 } explanation ? explanation : null;
                continue;
            }

            if (shortTakeaways.Count > 0)
            {
                diagnostics.Add(Diagnostic.Warning(full.Number, "this takeaway matches no short takeaway; it is added as another takeaway"));
            }

            unmatched.Add(SplitAtColon(full.Text));
        }

        return [.. shortTakeaways.Select((statement, i) => new TakeawayDocument { Statement = statement, Explanation = explanations[i] }), .. unmatched];
    }

    /// <summary>
    /// Returns whether the two lists belong together: at least one full takeaway starts with a short one.
    /// </summary>
    public static bool HaveCommonStatement(IReadOnlyList<PageLine> shortTakeaways, IReadOnlyList<PageLine> fullTakeaways)
    {
        var statements = shortTakeaways.Take(MaxCompared).Select(line => NormalizeStatement(line.Text)).ToList();
        return fullTakeaways.Take(MaxCompared).Any(full => PagePatterns.NormalizeTypography(full.Text) is var normalized
            && statements.Exists(statement => FindExplanation(full.Text, normalized, statement) is not null));
    }

    private static string NormalizeStatement(string statement) => PagePatterns.NormalizeTypography(statement).TrimEnd('.', '!', '?', ':', ' ');

    /// <summary>
    /// Returns the text after the statement and a colon or dash. Returns an empty string if nothing follows the statement, and null if the
    /// full text does not start with the statement or has no colon or dash after it.
    /// </summary>
    private static string? FindExplanation(string full, string normalizedFull, string normalizedStatement)
    {
        if (normalizedStatement.Length == 0 || !normalizedFull.StartsWith(normalizedStatement, StringComparison.Ordinal))
        {
            return null;
        }

        var remainder = full[normalizedStatement.Length..].TrimStart('.', '!', '?', ' ', '"', '”', '’', '\'');
        return remainder.Length == 0 ? "" : remainder[0] is ':' or '：' or '—' or '–' or '-' ? remainder[1..].Trim() : null;
    }

    private static TakeawayDocument SplitAtColon(string text)
    {
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0)
        {
            colon = text.IndexOf('：');
        }

        return colon > 0 && colon + 1 < text.Length
            ? new() { Statement = text[..colon].Trim(), Explanation = text[(colon + 1)..].Trim() }
            : new() { Statement = text };
    }
}
