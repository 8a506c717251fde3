using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.PageText;

/// <summary>Merges the short takeaways above a story with the full ones below it.</summary>
internal static class PageTakeawayReader
{
    /// <summary>
    /// Maximum number of takeaways to compare pairwise. A story with more is invalid, and comparing them would waste time.
    /// </summary>
    private const int MaxCompared = 200;

    /// <summary>
    /// Merges short takeaways with full ones of the form "statement: explanation". The statement is the short takeaway that the full one
    /// starts with, so that a colon inside it does not split it; if none matches, the text is split at the first colon. Takeaways without a
    /// counterpart are kept.
    /// </summary>
    public static List<TakeawayDocument> Merge(IReadOnlyList<string> shortOnes, IReadOnlyList<PageLine> fullOnes, List<Diagnostic> findings)
    {
        if (shortOnes.Count > MaxCompared || fullOnes.Count > MaxCompared)
        {
            return [.. shortOnes.Select(statement => new TakeawayDocument { Statement = statement }), .. fullOnes.Select(full => Split(full.Text))];
        }

        var starts = shortOnes.Select(Start).ToList();
        var explanations = new string?[shortOnes.Count];
        var used = new bool[shortOnes.Count];
        List<TakeawayDocument> others = [];
        foreach (var full in fullOnes)
        {
            var folded = PagePatterns.Fold(full.Text);
            var match = Enumerable.Range(0, shortOnes.Count)
                .Where(i => !used[i] && ExplanationAfter(full.Text, folded, starts[i]) is not null)
                .OrderByDescending(i => shortOnes[i].Length)
                .Cast<int?>()
                .FirstOrDefault();
            if (match is { } place)
            {
                used[place] = true;
                explanations[place] = ExplanationAfter(full.Text, folded, starts[place]) is { Length: > 0 } explanation ? explanation : null;
                continue;
            }

            if (shortOnes.Count > 0)
            {
                findings.Add(Diagnostic.Warning(full.Number, "this takeaway is not among the short ones; it is added to them"));
            }

            others.Add(Split(full.Text));
        }

        return [.. shortOnes.Select((statement, i) => new TakeawayDocument { Statement = statement, Explanation = explanations[i] }), .. others];
    }

    /// <summary>
    /// Returns whether the full takeaways correspond to the short ones: at least one starts with the text of a short one.
    /// </summary>
    public static bool AreSame(IReadOnlyList<PageLine> shortOnes, IReadOnlyList<PageLine> fullOnes)
    {
        var starts = shortOnes.Take(MaxCompared).Select(line => Start(line.Text)).ToList();
        return fullOnes.Take(MaxCompared).Any(full => PagePatterns.Fold(full.Text) is var folded && starts.Exists(start => ExplanationAfter(full.Text, folded, start) is not null));
    }

    private static string Start(string statement) => PagePatterns.Fold(statement).TrimEnd('.', '!', '?', ':', ' ');

    /// <summary>
    /// Returns the text after the statement: empty if nothing follows, null if the text does not start with the statement.
    /// </summary>
    private static string? ExplanationAfter(string full, string folded, string start)
    {
        if (start.Length == 0 || !folded.StartsWith(start, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = full[start.Length..].TrimStart('.', '!', '?', ' ', '"', '”', '’', '\'');
        return rest.Length == 0 ? "" : rest[0] is ':' or '：' or '—' or '–' or '-' ? rest[1..].Trim() : null;
    }

    private static TakeawayDocument Split(string text)
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
