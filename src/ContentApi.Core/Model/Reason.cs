using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>
/// A reason for a recommendation. `kind` determines which other members are set; the rest are null.
/// Kinds may be added: skip reasons whose kind you do not recognize.
/// </summary>
public sealed record Reason
{
    /// <summary>
    /// `sharedTerms` (both stories use the same terms), `sameFounder`, `similarTakeaway` (the stories have similar takeaways),
    /// `sharedTopic`, `read` (related to a story in the reading history) or `recent` (a recent story, for lack of a closer match).
    /// </summary>
    /// <example>sameFounder</example>
    [OpenEnum("ReasonKind", typeof(ReasonKind))]
    public required string Kind { get; init; }

    /// <summary>The terms that both stories share, most significant first, for `sharedTerms`.</summary>
    /// <example>["india","localization"]</example>
    [StringSchema(200), MaxLength(20)]
    public IReadOnlyList<string>? Terms { get; init; }

    /// <summary>The founder that both stories are about, for `sameFounder`.</summary>
    public FounderReference? Founder { get; init; }

    /// <summary>The topics that both stories share, for `sharedTopic`.</summary>
    [MaxLength(20)]
    public IReadOnlyList<TopicReference>? Topics { get; init; }

    /// <summary>
    /// For `similarTakeaway`: the takeaway of the story that the reader reads or has read, then that of the recommended story.
    /// </summary>
    [MaxLength(2)]
    public IReadOnlyList<TakeawayReference>? Takeaways { get; init; }

    /// <summary>Slug of the story in the reading history, for `read`.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public string? Story { get; init; }
}
