using System.Globalization;

namespace ContentApi.Web.Problems;

/// <summary>
/// Limits a problem to <see cref="Most"/> bytes for any request. Long texts are truncated with an ellipsis, and the end of `detail` counts
/// the faults that are not listed.
/// </summary>
internal static class ProblemBounds
{
    /// <summary>Maximum size of a problem, in bytes of JSON.</summary>
    public const int Most = 32 * 1024;

    /// <summary>
    /// Maximum lengths of a detail, a path, a name and a fault, in characters. A character that JSON escapes, or a non-ASCII character,
    /// counts as <see cref="Escaped"/>.
    /// </summary>
    public const int Detail = 25_000;
    public const int Instance = 2_000;
    public const int Name = 200;
    public const int Fault = 10_000;

    /// <summary>Maximum length of a character in JSON, as in `\u0001`.</summary>
    private const int Escaped = 6;

    /// <summary>Bytes reserved for the quotes, brackets and separators of a name with its list, and of each text in the list.</summary>
    private const int Punctuation = 8;

    /// <summary>Maximum length of the detail of a problem that lists faults. It is lower, because the detail mostly repeats them.</summary>
    private const int DetailOfErrors = 4_000;

    /// <summary>Bytes available for the faults, after the detail, the path, and 1 KB for the other members.</summary>
    private const int Errors = Most - DetailOfErrors - Instance - 1024;

    /// <summary>Returns the problem, truncated to the limits.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="unlisted">Number of faults that are already omitted from the problem's errors.</param>
    public static Problem Bound(Problem problem, int unlisted)
    {
        var errors = problem.Errors is null ? null : Bound(problem.Errors, ref unlisted);
        var note = unlisted == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {unlisted:N0} more {(unlisted == 1 ? "fault is" : "faults are")} not listed.");
        return problem with
        {
            Detail = Cut(problem.Detail, (errors is null ? Detail : DetailOfErrors) - note.Length) + note,
            Instance = CutPath(problem.Instance),
            Errors = errors,
        };
    }

    /// <summary>Returns a parameter or member name, truncated to the limit for names.</summary>
    public static string CutName(string name) => Cut(name, Name);

    private static Dictionary<string, string[]> Bound(IReadOnlyDictionary<string, string[]> errors, ref int unlisted)
    {
        var bounded = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var room = Errors;
        foreach (var (name, faults) in errors)
        {
            var cut = CutName(name);
            room -= Cost(cut) + Punctuation;
            List<string> kept = [];
            foreach (var fault in faults.Select(fault => Cut(fault, Fault)))
            {
                var cost = Cost(fault) + Punctuation;
                if (cost > room || kept.Count >= FaultList.Most || bounded.Count >= FaultList.Most || bounded.ContainsKey(cut))
                {
                    unlisted++;
                    continue;
                }

                room -= cost;
                kept.Add(fault);
            }

            if (kept.Count > 0)
            {
                bounded.Add(cut, [.. kept]);
            }
        }

        return bounded;
    }

    /// <summary>Returns the text, truncated with an ellipsis if it exceeds the limit.</summary>
    private static string Cut(string text, int most)
    {
        if (text.Length * Escaped <= most)
        {
            return text;
        }

        var (length, cost) = (0, 0);
        var fits = 0; // length of the longest prefix that leaves room for the ellipsis
        foreach (var c in text)
        {
            cost += Cost(c);
            if (cost > most)
            {
                return string.Concat(text.AsSpan(0, fits > 0 && char.IsHighSurrogate(text[fits - 1]) ? fits - 1 : fits), "…");
            }

            length++;
            fits = cost <= most - Escaped ? length : fits;
        }

        return text;
    }

    /// <summary>
    /// Returns the path, truncated with three dots if it exceeds the limit. It remains a valid URI reference: the cut never splits a
    /// percent-encoded character.
    /// </summary>
    private static string CutPath(string path)
    {
        if (path.Length <= Instance)
        {
            return path;
        }

        var end = Instance - 3;
        while (path[end] == '%' ? IsContinuation(path, end) : path[end - 1] == '%' || path[end - 2] == '%')
        {
            end--;
        }

        return string.Concat(path.AsSpan(0, end), "...");
    }

    /// <summary>Returns whether the percent-encoded byte is a UTF-8 continuation byte (10xxxxxx).</summary>
    private static bool IsContinuation(string path, int at) => at + 1 < path.Length && path[at + 1] is '8' or '9' or 'A' or 'B' or 'a' or 'b';

    private static int Cost(string text)
    {
        var cost = 0;
        foreach (var c in text)
        {
            cost += Cost(c);
        }

        return cost;
    }

    private static int Cost(char c) => c is >= ' ' and <= '~' and not '"' and not '\\' ? 1 : Escaped;
}
