namespace ContentApi.Core.Text;

/// <summary>Suggests a known name for an unknown one.</summary>
internal static class NameSuggester
{
    /// <summary>Maximum length of a name for which a suggestion is made, in characters.</summary>
    private const int MaxLength = 64;

    /// <summary>Returns a sentence that suggests the nearest known name, or lists all of them if none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> known) =>
        FindNearest(name, known) is { } nearest ? $"Did you mean {nearest}?" : $"Valid names: {string.Join(", ", known)}.";

    /// <summary>
    /// Returns an error message that continues after the unknown name, such as `is an unknown parameter. Did you mean founder?`.
    /// </summary>
    /// <param name="kind">What the name should be, such as `parameter`.</param>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The known names.</param>
    public static string DescribeUnknown(string kind, string name, IEnumerable<string> known) =>
        known.Any() ? $"is an unknown {kind}. {Suggest(name, known)}" : $"is an unknown {kind}; no {kind} is accepted.";

    /// <summary>Returns the known name that is nearest to a misspelled one, or null if none is near.</summary>
    public static string? FindNearest(string name, IEnumerable<string> known)
    {
        if (name.Length > MaxLength)
        {
            return null;
        }

        var lower = name.ToLowerInvariant();
        var (nearest, distance) = known.Select(candidate => (candidate, EditDistance.Compute(lower, candidate.ToLowerInvariant()))).DefaultIfEmpty(("", int.MaxValue)).MinBy(near => near.Item2);
        return distance <= Math.Max(2, name.Length / 3) ? nearest : null;
    }
}
