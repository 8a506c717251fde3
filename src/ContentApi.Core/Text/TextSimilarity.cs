using System.Runtime.InteropServices;

namespace ContentApi.Core.Text;

/// <summary>Computes the similarity of two texts, from 0 to 1.</summary>
/// <remarks>
/// Publishing holds a lock while it waits for the result, so the work is bounded. Small amounts of changed text are compared by trigrams
/// (Dice coefficient), large amounts by common prefix and suffix, a method that recognizes small corrections at almost no cost.
/// </remarks>
/// <param name="changedCharacters">The number of characters to compare in total; determines the method.</param>
internal sealed class TextSimilarity(int changedCharacters)
{
    /// <summary>Minimum similarity at which a text counts as an edited version of another text.</summary>
    public const double ContinuationThreshold = 0.5;

    /// <summary>Maximum number of changed characters that are compared by trigrams.</summary>
    private const int MaxTrigramCharacters = 150_000;

    private readonly Dictionary<string, ulong[]> trigramCache = new(StringComparer.Ordinal);

    public double Compute(string a, string b) => changedCharacters <= MaxTrigramCharacters ? ComputeFromTrigrams(a, b) : ComputeFromCommonAffixes(a, b);

    private static double ComputeFromCommonAffixes(string a, string b)
    {
        var (longer, shorter) = (Math.Max(a.Length, b.Length), Math.Min(a.Length, b.Length));
        if (shorter * 2 < longer)
        {
            return 0;
        }

        var prefix = a.AsSpan().CommonPrefixLength(b);
        var suffix = 0;
        while (suffix < shorter - prefix && a[^(suffix + 1)] == b[^(suffix + 1)])
        {
            suffix++;
        }

        return (double)(prefix + suffix) / longer;
    }

    private double ComputeFromTrigrams(string a, string b)
    {
        var (left, right) = (GetTrigrams(a), GetTrigrams(b));
        if (left.Length == 0 || right.Length == 0 || Math.Min(left.Length, right.Length) * 3 < Math.Max(left.Length, right.Length))
        {
            return 0;
        }

        var (i, j, common) = (0, 0, 0);
        while (i < left.Length && j < right.Length)
        {
            var (x, y) = (left[i], right[j]);
            common += x == y ? 1 : 0;
            i += x <= y ? 1 : 0;
            j += y <= x ? 1 : 0;
        }

        return 2.0 * common / (left.Length + right.Length);
    }

    /// <summary>Returns the distinct trigrams of a text, sorted.</summary>
    private ulong[] GetTrigrams(string text)
    {
        ref var trigrams = ref CollectionsMarshal.GetValueRefOrAddDefault(trigramCache, text, out _);
        if (trigrams is null)
        {
            var allTrigrams = new ulong[Math.Max(text.Length - 2, 0)];
            for (var i = 0; i < allTrigrams.Length; i++)
            {
                allTrigrams[i] = ((ulong)text[i] << 32) | ((ulong)text[i + 1] << 16) | text[i + 2];
            }

            Array.Sort(allTrigrams);
            var count = 0;
            for (var i = 0; i < allTrigrams.Length; i++)
            {
                if (i == 0 || allTrigrams[i] != allTrigrams[i - 1])
                {
                    allTrigrams[count++] = allTrigrams[i];
                }
            }

            trigrams = allTrigrams[..count];
        }

        return trigrams;
    }
}
