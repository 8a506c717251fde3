using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Delivery.Recommendations;

/// <summary>Why another story is or is not recommended with a story.</summary>
public sealed record Explanation
{
    /// <summary>Public name of the story that is read.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Story { get; init; }

    /// <summary>Public name of the other story.</summary>
    /// <example>yearbooks-first-the-world-later</example>
    [Slug]
    public required string Other { get; init; }

    /// <summary>Its place in the list of twenty (`limit=20`), from 1; null when it is not there.</summary>
    /// <example>1</example>
    [Range(1, 20)]
    public required int? Rank { get; init; }

    /// <summary>
    /// `editorial`: the editor chose it; `computed`: it is in the list. Or why it is not: `self`, `tellsTheSame` (as this story or as
    /// one that stands before it), `outranked` (others go better with the story), `unrelated`, `waiting` (it is still being compared).
    /// More will come.
    /// </summary>
    /// <example>computed</example>
    [OpenEnum]
    public required string Verdict { get; init; }

    /// <summary>The verdict in words.</summary>
    /// <example>It stands at place 1 of 7.</example>
    [StringSchema(1000)]
    public required string Detail { get; init; }

    /// <summary>How well the two go together, from 0 to 1, whether or not it is in the list. Null where they cannot be compared.</summary>
    /// <example>0.31</example>
    [Range(0.0, 1.0)]
    public required double? Score { get; init; }

    /// <summary>The parts of the score. Null where the two cannot be compared.</summary>
    public required ScoreParts? Parts { get; init; }

    /// <summary>What the two have in common.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<Reason> Reasons { get; init; }
}

/// <summary>The parts of a score, each from 0 to 1.</summary>
public sealed record ScoreParts
{
    /// <summary>Likeness of the texts.</summary>
    /// <example>0.4</example>
    [Range(0.0, 1.0)]
    public required double Text { get; init; }

    /// <summary>Likeness of title and dek.</summary>
    /// <example>0.2</example>
    [Range(0.0, 1.0)]
    public required double TitleAndDek { get; init; }

    /// <summary>How much the other story's text is about what this story's title names.</summary>
    /// <example>0.1</example>
    [Range(0.0, 1.0)]
    public required double TitleInText { get; init; }

    /// <summary>How much this story's text is about what the other one's title names.</summary>
    /// <example>0.1</example>
    [Range(0.0, 1.0)]
    public required double TextInTitle { get; init; }

    /// <summary>What founder and topics that both have add.</summary>
    /// <example>0.05</example>
    [Range(0.0, 1.0)]
    public required double FounderAndTopics { get; init; }

    /// <summary>What the same lesson adds.</summary>
    /// <example>0.02</example>
    [Range(0.0, 1.0)]
    public required double Takeaways { get; init; }
}
