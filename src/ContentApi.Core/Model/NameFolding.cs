using System.Text;

namespace ContentApi.Core.Model;

/// <summary>Folds the names of founders and topics for comparison: two names are the same if their folded forms are equal.</summary>
internal static class NameFolding
{
    /// <summary>Returns the trimmed name in Unicode normalization form C, case-folded.</summary>
    /// <remarks>
    /// Nothing else is equated: 王伟 and 汪威 are different names although both are romanized as Wang Wei. Letters are mapped to upper case
    /// first, because final and medial sigma share an upper-case form only.
    /// </remarks>
    public static string Fold(string name) =>
        name.Trim().Normalize(NormalizationForm.FormC).ToUpperInvariant().ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal);
}
