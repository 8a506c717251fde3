using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
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
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>How well it fits, from 0 to 1, comparable within one list. Null for the editor's choices and where the order is by date.</summary>
    /// <example>0.72</example>
    public required double? Score { get; init; }

    internal static Recommendation Of(Card card, RecommendationSource source, IReadOnlyList<Reason> reasons) => new(card)
    {
        Source = source,
        Reasons = reasons,
        Score = null,
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
    /// <summary>`sameFounder`, `sharedTopic` or `recent`.</summary>
    /// <example>sameFounder</example>
    public required string Kind { get; init; }

    /// <summary>The founder whom both stories are about, for `sameFounder`.</summary>
    public FounderReference? Founder { get; init; }

    /// <summary>The topics that both stories are filed under, for `sharedTopic`.</summary>
    public IReadOnlyList<TopicReference>? Topics { get; init; }
}
