using ContentApi.Core.Model;

namespace ContentApi.Delivery.Recommendations;

/// <summary>The lists from which a story's recommendations are mixed: editorial ones, and computed ones, best first.</summary>
internal sealed record RecommendationLists(IReadOnlyList<Recommendation> Editorial, IReadOnlyList<Recommendation> Computed);
