using F23.StringSimilarity;

namespace ContentApi.Core.Text;

/// <summary>Computes the edit distance of two words.</summary>
internal static class EditDistance
{
    private static readonly OptimalStringAlignment Algorithm = new();

    /// <summary>
    /// Returns the number of insertions, deletions, substitutions and transpositions of adjacent characters that turn one word into the
    /// other (optimal string alignment).
    /// </summary>
    public static int Compute(string a, string b) => (int)Algorithm.Distance(a, b);
}
