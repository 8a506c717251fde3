namespace ContentApi.Core.Text;

/// <summary>What was probably meant by a name that is not known.</summary>
internal static class NameSuggester
{
    /// <summary>The nearest of the known names, as a sentence; all of them where none is near.</summary>
    public static string For(string name, IEnumerable<string> known) =>
        Nearest(name, known) is { } nearest ? $"Did you mean {nearest}?" : $"There are: {string.Join(", ", known)}.";

    /// <summary>The end of a sentence that starts with the name: that it is not a `thing` here, and which is.</summary>
    public static string Unknown(string thing, string name, IEnumerable<string> known) =>
        known.Any() ? $"is not a {thing} here. {For(name, known)}" : $"is not a {thing} here; there are none.";

    /// <summary>The known name that a slip of the finger may have missed; null when none is that near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var (nearest, distance) = known.Select(candidate => (candidate, Distance(name, candidate))).DefaultIfEmpty(("", int.MaxValue)).MinBy(near => near.Item2);
        return distance <= Math.Max(2, name.Length / 3) ? nearest : null;
    }

    /// <summary>Levenshtein's distance, letter case aside: what a slip of the finger costs.</summary>
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
