using System.Globalization;

namespace ContentApi.Web.Problems;

/// <summary>
/// Limits the size of a problem to <see cref="MaxBytes"/>, whatever the request contains. Truncates long texts with an ellipsis, and
/// appends to `detail` the number of faults that are not listed.
/// </summary>
internal static class ProblemBounds
{
    /// <summary>Maximum size of a problem, in bytes of JSON.</summary>
    public const int MaxBytes = 32 * 1024;

    /// <summary>
    /// Maximum length of `detail`, in characters. A non-ASCII character, or one that JSON escapes, counts as
    /// <see cref="MaxEncodedLength"/> characters.
    /// </summary>
    public const int MaxDetailLength = 25_000;

    /// <summary>Maximum length of `instance`, a percent-encoded path, in characters.</summary>
    public const int MaxInstanceLength = 2_000;

    /// <summary>Maximum length of the name of a parameter, header or member, counted like <see cref="MaxDetailLength"/>.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Maximum length of a fault, counted like <see cref="MaxDetailLength"/>.</summary>
    public const int MaxFaultLength = 10_000;

    /// <summary>Maximum length of a character in JSON, as in `\u0001`.</summary>
    private const int MaxEncodedLength = 6;

    /// <summary>Bytes of JSON punctuation reserved for each name, and again for each fault.</summary>
    private const int PunctuationLength = 8;

    /// <summary>Maximum length of the detail of a problem that lists faults. It is lower, because the detail repeats the faults.</summary>
    private const int MaxDetailLengthWithErrors = 4_000;

    /// <summary>Bytes available for the faults, after the detail, the path, and 1 KB for the other members.</summary>
    private const int MaxErrorsBytes = MaxBytes - MaxDetailLengthWithErrors - MaxInstanceLength - 1024;

    /// <summary>Returns the problem, truncated to the limits.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="unlistedCount">Number of faults that are already omitted from the problem's errors.</param>
    public static Problem Truncate(Problem problem, int unlistedCount)
    {
        var errors = problem.Errors is null ? null : Truncate(problem.Errors, ref unlistedCount);
        var note = unlistedCount == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {unlistedCount:N0} more {(unlistedCount == 1 ? "fault is" : "faults are")} not listed.");
        return problem with
        {
            Detail = TruncateText(problem.Detail, (errors is null ? MaxDetailLength : MaxDetailLengthWithErrors) - note.Length) + note,
            Instance = TruncatePath(problem.Instance),
            Errors = errors,
        };
    }

    /// <summary>Returns a parameter or member name, truncated to the limit for names.</summary>
    public static string TruncateName(string name) => TruncateText(name, MaxNameLength);

    private static Dictionary<string, string[]> Truncate(IReadOnlyDictionary<string, string[]> errors, ref int unlistedCount)
    {
        var bounded = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var remaining = MaxErrorsBytes;
        foreach (var (name, faults) in errors)
        {
            var truncatedName = TruncateName(name);
            remaining -= GetEncodedLength(truncatedName) + PunctuationLength;
            List<string> keptFaults = [];
            foreach (var fault in faults.Select(fault => TruncateText(fault, MaxFaultLength)))
            {
                var cost = GetEncodedLength(fault) + PunctuationLength;
                if (cost > remaining || keptFaults.Count >= FaultList.MaxFaults || bounded.Count >= FaultList.MaxFaults || bounded.ContainsKey(truncatedName))
                {
                    unlistedCount++;
                    continue;
                }

                remaining -= cost;
                keptFaults.Add(fault);
            }

            if (keptFaults.Count > 0)
            {
                bounded.Add(truncatedName, [.. keptFaults]);
            }
        }

        return bounded;
    }

    /// <summary>Returns the text, truncated with an ellipsis if it exceeds the limit.</summary>
    private static string TruncateText(string text, int maxLength)
    {
        if (text.Length * MaxEncodedLength <= maxLength)
        {
            return text;
        }

        var (length, cost) = (0, 0);
        var prefixLength = 0; // length of the longest prefix that leaves room for the ellipsis
        foreach (var c in text)
        {
            cost += GetEncodedLength(c);
            if (cost > maxLength)
            {
                return string.Concat(text.AsSpan(0, prefixLength > 0 && char.IsHighSurrogate(text[prefixLength - 1]) ? prefixLength - 1 : prefixLength), "…");
            }

            length++;
            prefixLength = cost <= maxLength - MaxEncodedLength ? length : prefixLength;
        }

        return text;
    }

    /// <summary>
    /// Returns the path, truncated with three dots if it exceeds the limit. It remains a valid URI reference: the cut never splits a
    /// percent-encoded character.
    /// </summary>
    private static string TruncatePath(string path)
    {
        if (path.Length <= MaxInstanceLength)
        {
            return path;
        }

        var end = MaxInstanceLength - 3;
        while (path[end] == '%' ? IsContinuation(path, end) : path[end - 1] == '%' || path[end - 2] == '%')
        {
            end--;
        }

        return string.Concat(path.AsSpan(0, end), "...");
    }

    /// <summary>Returns whether the percent-encoded byte at an index is a UTF-8 continuation byte (10xxxxxx).</summary>
    private static bool IsContinuation(string path, int index) => index + 1 < path.Length && path[index + 1] is '8' or '9' or 'A' or 'B' or 'a' or 'b';

    private static int GetEncodedLength(string text)
    {
        var cost = 0;
        foreach (var c in text)
        {
            cost += GetEncodedLength(c);
        }

        return cost;
    }

    private static int GetEncodedLength(char c) => c is >= ' ' and <= '~' and not '"' and not '\\' ? 1 : MaxEncodedLength;
}
