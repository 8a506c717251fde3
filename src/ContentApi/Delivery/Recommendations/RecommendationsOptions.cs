namespace ContentApi.Delivery.Recommendations;

/// <summary>Configuration section `Recommendations`: how the lists are mixed.</summary>
internal sealed class RecommendationsOptions
{
    /// <summary>The maximum number of cards about one founder among <see cref="Among"/> consecutive cards.</summary>
    public int PerFounder { get; init; } = 2;

    /// <summary>The number of consecutive cards to which <see cref="PerFounder"/> applies.</summary>
    public int Among { get; init; } = 4;
}
