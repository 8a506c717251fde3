using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;

namespace ContentApi.Core.Model;

/// <summary>A card under "Continue your journey", and why it is there.</summary>
public sealed record Recommendation : Card
{
    /// <summary>`editorial`: chosen by the editor of the story. `computed`: chosen by the service.</summary>
    /// <example>editorial</example>
    public required RecommendationSource Source { get; init; }

    /// <summary>Why it is recommended; empty for the editor's choices.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>How well it fits, from 0 to 1, comparable within one list. Null for the editor's choices and where the order is by date.</summary>
    /// <example>0.72</example>
    [Range(0.0, 1.0)]
    public required double? Score { get; init; }

    /// <summary>The first of the stories that tell the same: of them, a list has one.</summary>
    internal Guid? DuplicateGroupId { get; init; }

    /// <summary>There was nothing better for its place, or nothing for the one after it: what is published next may change that.</summary>
    internal bool IsFallback { get; init; }

    internal static Recommendation From(Card card, RecommendationSource source, IReadOnlyList<Reason> reasons, double? score = null, Guid? tellsTheSameAs = null) => new(card)
    {
        Source = source,
        Reasons = reasons,
        Score = score,
        DuplicateGroupId = tellsTheSameAs ?? card.Id,
        IsFallback = source == RecommendationSource.Computed && score is null,
    };

    public Recommendation()
    {
    }

    [SetsRequiredMembers]
    private Recommendation(Card card)
        : base(card)
    {
        Source = RecommendationSource.Computed;
        Reasons = [];
    }
}
