namespace ContentApi.Delivery.Recommendations;

/// <summary>Configuration section `Recommendations`: how a list is mixed.</summary>
internal sealed class RecommendationsOptions
{
    /// <summary>At most so many cards of one founder…</summary>
    public int PerFounder { get; init; } = 2;

    /// <summary>…among so many in sequence.</summary>
    public int Among { get; init; } = 4;
}
