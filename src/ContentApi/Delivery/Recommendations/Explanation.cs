using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Delivery.Recommendations;

/// <summary>Why another story is or is not recommended with a story.</summary>
public sealed record Explanation
{
    /// <summary>Slug of the story being read.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Story { get; init; }

    /// <summary>Slug of the other story.</summary>
    /// <example>yearbooks-first-the-world-later</example>
    [Slug]
    public required string Other { get; init; }

    /// <summary>Rank of the other story in the list with `limit=20`, from 1; null when it is not in the list.</summary>
    /// <example>1</example>
    [Range(1, 20)]
    public required int? Rank { get; init; }

    /// <summary>
    /// `editorial`: chosen by the editor; `computed`: found by similarity. Otherwise, the reason why the other story is not in the list:
    /// `self` (the two are the same story), `duplicate` (a near-duplicate of the story being read or of a story in the list),
    /// `outranked` (other stories score higher, or too many are about the same founder), `unrelated`, `waiting` (not compared yet). More
    /// values may be added.
    /// </summary>
    /// <example>editorial</example>
    [OpenEnum("Verdict", typeof(Recommendations.Verdict))]
    public required string Verdict { get; init; }

    /// <summary>A description of the verdict.</summary>
    /// <example>Chosen by the editor; ranked 1 of 7.</example>
    [StringSchema(1000)]
    public required string Detail { get; init; }

    /// <summary>
    /// The similarity of the two stories, from 0 to 1, whether or not the other story is in the list. Null when they cannot be compared.
    /// </summary>
    /// <example>0.1873</example>
    [Range(0.0, 1.0)]
    public required double? Score { get; init; }

    /// <summary>The components of the score. Null when the two stories cannot be compared.</summary>
    public required ScoreParts? Parts { get; init; }

    /// <summary>Features that the two stories share.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<Reason> Reasons { get; init; }
}

/// <summary>The components of a score, each from 0 to 1.</summary>
public sealed record ScoreParts
{
    /// <summary>Similarity of the texts.</summary>
    /// <example>0.1539</example>
    [Range(0.0, 1.0)]
    public required double Text { get; init; }

    /// <summary>Similarity of title and dek.</summary>
    /// <example>0</example>
    [Range(0.0, 1.0)]
    public required double TitleAndDek { get; init; }

    /// <summary>Similarity of this story's title to the other story's text.</summary>
    /// <example>0</example>
    [Range(0.0, 1.0)]
    public required double TitleInText { get; init; }

    /// <summary>Similarity of the other story's title to this story's text.</summary>
    /// <example>0.0836</example>
    [Range(0.0, 1.0)]
    public required double TextInTitle { get; init; }

    /// <summary>The contribution of a shared founder and shared topics.</summary>
    /// <example>0.0767</example>
    [Range(0.0, 1.0)]
    public required double FounderAndTopics { get; init; }

    /// <summary>The contribution of a similar takeaway.</summary>
    /// <example>0</example>
    [Range(0.0, 1.0)]
    public required double Takeaways { get; init; }
}
