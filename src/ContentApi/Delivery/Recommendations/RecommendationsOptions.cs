using System.ComponentModel.DataAnnotations;

namespace ContentApi.Delivery.Recommendations;

/// <summary>Configuration section `Recommendations`: how the lists are mixed.</summary>
internal sealed class RecommendationsOptions
{
    private const string RangeMessage = "must be a whole number from {1} to {2}";

    /// <summary>The maximum number of cards about one founder among <see cref="Among"/> consecutive cards.</summary>
    [Range(1, 20, ErrorMessage = RangeMessage)]
    public int PerFounder { get; init; } = 2;

    /// <summary>The number of consecutive cards to which <see cref="PerFounder"/> applies.</summary>
    [Range(1, 20, ErrorMessage = RangeMessage)]
    public int Among { get; init; } = 4;
}
