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
    public static IReadOnlyList<Recommendation> Fill(
        IReadOnlyList<Recommendation> editorial, IEnumerable<Recommendation> computed, int limit, RecommendationsOptions options)
    {
        var mixed = editorial.Take(limit).ToList();
        var waiting = computed.ToList();
        var told = mixed.Select(card => card.DuplicateGroupId).OfType<Guid>().ToHashSet();
        while (mixed.Count < limit)
        {
            waiting.RemoveAll(card => card.DuplicateGroupId is { } same && told.Contains(same));
            if (waiting.Count == 0)
            {
                if (mixed.Count > 0)
                {
                    mixed[^1] = mixed[^1] with { IsFallback = true };
                }

                break;
            }

            var before = mixed.TakeLast(options.Among - 1).ToList();
            var next = waiting.Find(card => card.Founder is null || before.Count(other => other.Founder?.Slug == card.Founder.Slug) < options.PerFounder) ?? (waiting[0] with { IsFallback = true });
            waiting.RemoveAll(card => card.Id == next.Id);
            mixed.Add(next);
            if (next.DuplicateGroupId is { } story)
            {
                told.Add(story);
            }
        }

        return mixed;
    }
}
