using ContentApi.Core.Model;

namespace ContentApi.Delivery.Recommendations;

/// <summary>Mixes editorial and computed recommendations into one list.</summary>
internal static class RecommendationMixer
{
    /// <summary>
    /// Returns the editorial recommendations, then the computed ones, each in their order, up to <paramref name="limit"/>. A computed card
    /// is postponed while too many of the preceding cards are about the same founder, and dropped if a near-duplicate is already in the
    /// list. If only postponed cards are left, they fill up the list.
    /// </summary>
    public static IReadOnlyList<Recommendation> Mix(
        IReadOnlyList<Recommendation> editorial, IEnumerable<Recommendation> computed, int limit, RecommendationsOptions options)
    {
        var mixed = editorial.Take(limit).ToList();
        var remaining = computed.ToList();
        var shownGroupIds = mixed.Select(card => card.DuplicateGroupId).OfType<Guid>().ToHashSet();
        while (mixed.Count < limit)
        {
            remaining.RemoveAll(card => card.DuplicateGroupId is { } groupId && shownGroupIds.Contains(groupId));
            if (remaining.Count == 0)
            {
                if (mixed.Count > 0)
                {
                    mixed[^1] = mixed[^1] with { IsFallback = true };
                }

                break;
            }

            var preceding = mixed.TakeLast(options.Among - 1).ToList();
            var next = remaining.Find(card => card.Founder is null || preceding.Count(other => other.Founder?.Slug == card.Founder.Slug) < options.PerFounder) ?? (remaining[0] with { IsFallback = true });
            remaining.RemoveAll(card => card.Id == next.Id);
            mixed.Add(next);
            if (next.DuplicateGroupId is { } nextGroupId)
            {
                shownGroupIds.Add(nextGroupId);
            }
        }

        return mixed;
    }
}
