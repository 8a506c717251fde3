using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>
/// One reason for a recommendation. `kind` says which of the other members are filled; the rest are null.
/// More kinds will come: skip a reason whose kind you do not know.
/// </summary>
public sealed record Reason
{
    /// <summary>
    /// `sharedTerms`: both stories speak of these; `sameFounder`; `similarTakeaway`: both teach the same lesson; `sharedTopic`;
    /// `read`: it goes with a story of the reading history; `recent`: there is nothing closer, and it is new.
    /// </summary>
    /// <example>sameFounder</example>
    [OpenEnum]
    public required string Kind { get; init; }

    /// <summary>The words that both stories are about, the most telling first, for `sharedTerms`.</summary>
    /// <example>["india","localization"]</example>
    [StringSchema(200), MaxLength(20)]
    public IReadOnlyList<string>? Terms { get; init; }

    /// <summary>The founder whom both stories are about, for `sameFounder`.</summary>
    public FounderReference? Founder { get; init; }

    /// <summary>The topics that both stories are filed under, for `sharedTopic`.</summary>
    [MaxLength(20)]
    public IReadOnlyList<TopicReference>? Topics { get; init; }

    /// <summary>The two lessons, for `similarTakeaway`: that of the story read, then that of the story recommended.</summary>
    [MaxLength(2)]
    public IReadOnlyList<TakeawayReference>? Takeaways { get; init; }

    /// <summary>Public name of the story that was read, for `read`.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public string? Story { get; init; }
}
