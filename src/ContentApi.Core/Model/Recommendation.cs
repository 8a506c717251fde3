using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;

namespace ContentApi.Core.Model;

/// <summary>A card under "Continue your journey", with the reasons for its selection.</summary>
public sealed record Recommendation : Card
{
    /// <summary>`editorial`: chosen by the editor of the story. `computed`: chosen by the service.</summary>
    /// <example>editorial</example>
    public required RecommendationSource Source { get; init; }

    /// <summary>Reasons for the recommendation; empty for the editor's choices.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>
    /// Relevance from 0 to 1, comparable within one list. Null for the editor's choices and for cards ordered by date.
    /// </summary>
    /// <example>0.1614</example>
    [Range(0.0, 1.0)]
    public required double? Score { get; init; }

    /// <summary>Gets the id of the first story in the story's group of duplicates. A list contains at most one story per group.</summary>
    internal Guid? DuplicateGroupId { get; init; }

    /// <summary>
    /// Gets whether the card was chosen for lack of better candidates: by date, or despite the limit of cards per founder. Also true for
    /// the last card of a list that has too few candidates. A list with such a card may change whenever a story is published.
    /// </summary>
    internal bool IsFallback { get; init; }

    internal static Recommendation From(
        Card card, RecommendationSource source, IReadOnlyList<Reason> reasons, double? score = null, Guid? duplicateGroupId = null) => new(card)
        {
            Source = source,
            Reasons = reasons,
            Score = score,
            DuplicateGroupId = duplicateGroupId ?? card.Id,
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
