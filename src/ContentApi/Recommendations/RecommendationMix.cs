namespace ContentApi.Recommendations;

/// <summary>Which computed cards stand beside the editor's choices.</summary>
internal static class RecommendationMix
{
    /// <summary>
    /// The editor's choices in their order, then, up to <paramref name="limit"/>, the founder's other stories until half of the list
    /// is about the founder, then other people's, newest first. Where there are not enough of one kind, the other fills up.
    /// </summary>
    public static IReadOnlyList<Recommendation> Fill(
        IReadOnlyList<Recommendation> editorial,
        IReadOnlyList<Recommendation> sameFounder,
        IReadOnlyList<Recommendation> others,
        int limit)
    {
        var free = limit - editorial.Count;
        if (free <= 0)
        {
            return editorial.Take(limit).ToList();
        }

        var founder = sameFounder.Count > 0 ? sameFounder[0].Founder!.Slug : null;
        var already = editorial.Count(card => founder is not null && card.Founder?.Slug == founder);
        var half = Math.Clamp((limit / 2) - already, 0, free);
        var fromFounder = Math.Min(sameFounder.Count, Math.Max(half, free - others.Count));
        return [.. editorial, .. sameFounder.Take(fromFounder), .. others.Take(free - fromFounder)];
    }
}
