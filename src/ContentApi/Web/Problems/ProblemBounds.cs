using System.Globalization;

namespace ContentApi.Web.Problems;

/// <summary>
/// Bounds a problem to <see cref="Most"/> bytes, whatever the request was. Long texts end with an ellipsis, and what is not listed is
/// counted at the end of `detail`.
/// </summary>
internal static class ProblemBounds
{
    /// <summary>The largest problem, in bytes of its JSON.</summary>
    public const int Most = 32 * 1024;

    /// <summary>Characters of a detail, a path, a name and a fault. A character that JSON escapes, or outside of ASCII, counts as <see cref="Escaped"/>.</summary>
    public const int Detail = 25_000;
    public const int Instance = 2_000;
    public const int Name = 200;
    public const int Fault = 10_000;

    /// <summary>What a character can take at most: `\u0001`.</summary>
    private const int Escaped = 6;

    /// <summary>Quotes, brackets and separators of a name with its list, and of each text in it.</summary>
    private const int Punctuation = 8;

    /// <summary>Characters of the detail of a problem that lists faults, most of which it repeats.</summary>
    private const int DetailOfErrors = 4_000;

    /// <summary>Left to the faults, after the detail and the path, and 1 KB for the other members.</summary>
    private const int Errors = Most - DetailOfErrors - Instance - 1024;

    /// <summary>Returns the problem within the bounds.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="unlisted">Faults that were counted before, and are not listed.</param>
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

    /// <summary>Returns a name as problems repeat it.</summary>
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

    /// <summary>Returns the text, or as much of it as fits with an ellipsis after it.</summary>
    private static string Cut(string text, int most)
    {
        if (text.Length * Escaped <= most)
        {
            return text;
        }

        var (length, cost) = (0, 0);
        var fits = 0; // where an ellipsis still fits
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

    /// <summary>A path stays a valid reference: it is cut between percent-encoded characters, and dots stand for the rest.</summary>
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

    /// <summary>Whether this percent-encoded byte is one of UTF-8's 10xxxxxx, and so no character's first.</summary>
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
