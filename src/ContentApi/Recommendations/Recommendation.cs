using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ContentApi.Http;
using ContentApi.Stories;
using ContentApi.Topics;

namespace ContentApi.Recommendations;

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
    internal Guid? TellsTheSameAs { get; init; }

    /// <summary>There was nothing better for its place, or nothing for the one after it: what is published next may change that.</summary>
    internal bool FillsUp { get; init; }

    internal static Recommendation Of(Card card, RecommendationSource source, IReadOnlyList<Reason> reasons, double? score = null, Guid? tellsTheSameAs = null) => new(card)
    {
        Source = source,
        Reasons = reasons,
        Score = score,
        TellsTheSameAs = tellsTheSameAs ?? card.Id,
        FillsUp = source == RecommendationSource.Computed && score is null,
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

/// <summary>Who chose a recommendation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecommendationSource>))]
public enum RecommendationSource
{
    /// <summary>The editor of the story.</summary>
    [JsonStringEnumMemberName("editorial")]
    Editorial,

    /// <summary>The service.</summary>
    [JsonStringEnumMemberName("computed")]
    Computed,
}

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
    [Word]
    public required string Kind { get; init; }

    /// <summary>The words that both stories are about, the most telling first, for `sharedTerms`.</summary>
    /// <example>["india","localization"]</example>
    [Text(200), MaxLength(20)]
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

/// <summary>A takeaway as far as a reason needs it.</summary>
public sealed record TakeawayReference
{
    /// <summary>UUID of the takeaway.</summary>
    /// <example>01990f3c-8a00-7c4e-9b21-5d0e6f7a8b91</example>
    public required Guid Id { get; init; }

    /// <summary>The lesson in one sentence.</summary>
    /// <example>A refusal with a reason is research that somebody else has paid for.</example>
    [Text(1000, MinLength = 1)]
    public required string Statement { get; init; }
}
