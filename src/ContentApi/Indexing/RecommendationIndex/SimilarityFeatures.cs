using System.Runtime.InteropServices;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>The similarity features of a pair of stories. Some of them are asymmetric, so each direction has its own score.</summary>
/// <param name="Text">The similarity of the texts.</param>
/// <param name="Lead">The similarity of the leads (title and dek).</param>
/// <param name="TitleInText">The similarity of the first story's title to the other story's text.</param>
/// <param name="TextInTitle">The similarity of the other story's title to the first story's text.</param>
/// <param name="TitleCoverage">The share of the first story's title, by weight, that occurs in the other story's text.</param>
/// <param name="OtherTitleCoverage">The share of the other story's title, by weight, that occurs in the first story's text.</param>
/// <param name="Bonus">The bonus for a shared founder and shared topics.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SimilarityFeatures(float Text, float Lead, float TitleInText, float TextInTitle, float TitleCoverage, float OtherTitleCoverage, float Bonus)
{
    /// <summary>The score of the other story when it is recommended with the first story.</summary>
    /// <remarks>
    /// The weights were tuned by coordinate ascent on the even ids of the tuning set; see tests/Benchmarks. After the text, the most
    /// informative feature is whether one story's text mentions the words of the other's title.
    /// </remarks>
    public float Score => AddBonus((1f * Text) + (0.2f * Lead) + (0.15f * TitleInText) + (0.4f * TextInTitle) + (0.1f * TitleCoverage) + (0.05f * OtherTitleCoverage));

    /// <summary>The score of the first story when it is recommended with the other story.</summary>
    public float ReverseScore => AddBonus((1f * Text) + (0.2f * Lead) + (0.15f * TextInTitle) + (0.4f * TitleInText) + (0.1f * OtherTitleCoverage) + (0.05f * TitleCoverage));

    private float AddBonus(float sum) => Math.Clamp(1 - ((1 - Math.Min(sum / 1.9f, 1)) * (1 - Bonus)), 0, 1);
}
