namespace ContentApi.Core.Text;

/// <summary>Suggests a known name for an unknown one.</summary>
internal static class NameSuggester
{
    /// <summary>Returns a sentence that suggests the nearest known name, or lists all of them if none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> known) =>
        FindNearest(name, known) is { } nearest ? $"Did you mean {nearest}?" : $"Valid names: {string.Join(", ", known)}.";

    /// <summary>
    /// Returns the end of an error message that starts with the unknown name: what it is not, and a suggestion. `thing` is what it should be,
    /// such as `parameter`.
    /// </summary>
    public static string DescribeUnknown(string thing, string name, IEnumerable<string> known) =>
        known.Any() ? $"is not a {thing} here. {Suggest(name, known)}" : $"is not a {thing} here; no {thing} is accepted.";

    /// <summary>Returns the known name that is nearest to a misspelled one, or null if none is near.</summary>
    public static string? FindNearest(string name, IEnumerable<string> known)
    {
        var (nearest, distance) = known.Select(candidate => (candidate, Distance(name, candidate))).DefaultIfEmpty(("", int.MaxValue)).MinBy(near => near.Item2);
        return distance <= Math.Max(2, name.Length / 3) ? nearest : null;
    }

    /// <summary>Returns the Levenshtein distance, ignoring case.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 64)
        {
            return int.MaxValue;
        }

        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + substitution);
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
