using ContentApi.Core.Model;

namespace ContentApi.Delivery.Recommendations;

/// <summary>Which computed cards stand beside the editor's choices.</summary>
internal static class RecommendationMixer
{
    /// <summary>
    /// The editor's choices in their order, then, up to <paramref name="limit"/>, the computed ones in theirs: one is passed over while
    /// too many of the cards before it are about its founder, and for good where a card says the same. Where nothing else is left, the
    /// list is filled up with what was passed over for its founder.
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
