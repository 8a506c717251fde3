using ContentApi.Core.Model;

namespace ContentApi.Delivery.Recommendations;

/// <summary>What a story's recommendations are mixed from: the editor's choices, and what was computed, the best first.</summary>
internal sealed record RecommendationLists(IReadOnlyList<Recommendation> Editorial, IReadOnlyList<Recommendation> Computed);
