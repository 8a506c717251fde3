using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Delivery.Recommendations;

/// <summary>Reads "Continue your journey": the editorial recommendations, then those computed at publication.</summary>
internal sealed class RecommendationStore(SnapshotReader reader, IOptions<LibraryOptions> options, IOptions<RecommendationsOptions> mixOptions)
{
    /// <summary>The default number of cards. If a story has more editorial recommendations, its list is longer by default.</summary>
    public const int DefaultLimit = 4;

    public const int MaxLimit = 20;

    /// <summary>
    /// Returns the recommendations of a story, or null if no story has this slug. Without a limit, returns all editorial recommendations;
    /// if there are fewer than four, adds computed ones.
    /// </summary>
    public async Task<IReadOnlyList<Recommendation>?> List(string slug, int? limit, CancellationToken cancellationToken) =>
        await reader.Read(RecommendationSql.SelectLists, new { Slug = slug, options.Value.TimeZone }, Read, cancellationToken) is { } lists
            ? await Mix(slug, lists, limit, cancellationToken)
            : null;

    /// <summary>Mixes the lists of a story. Reads the newest stories too if the lists do not suffice.</summary>
    public async Task<IReadOnlyList<Recommendation>> Mix(string slug, RecommendationLists lists, int? limit, CancellationToken cancellationToken)
    {
        var length = limit ?? Math.Max(DefaultLimit, lists.Editorial.Count);
        var mixed = RecommendationMixer.Mix(lists.Editorial, lists.Computed, length, mixOptions.Value);
        if (mixed.Count == length && !mixed.Any(card => card.IsFallback))
        {
            return mixed;
        }

        var newest = await reader.Read(
            RecommendationSql.SelectNewest,
            new { Slug = slug, Limit = length, options.Value.TimeZone },
            async results => (await results.ReadAsync<ComputedRecommendationRow>()).Select(row => row.ToRecommendation()),
            cancellationToken);
        return RecommendationMixer.Mix(lists.Editorial, lists.Computed.Concat(newest), length, mixOptions.Value);
    }

    /// <summary>Returns the recommendations for a reading history, and the slugs in it that no published story has or had.</summary>
    public Task<HistoryRecommendations> ListForHistory(IReadOnlyList<string> history, int limit, CancellationToken cancellationToken) =>
        reader.Read(
            RecommendationSql.SelectForHistory,
            new { Slugs = history, Limit = limit, options.Value.TimeZone },
            async results =>
            {
                var missing = (await results.ReadAsync<(string Slug, bool IsWithdrawn)>())
                    .Select(row => new MissingStory { Slug = row.Slug, Id = null, Status = row.IsWithdrawn ? StatusCodes.Status410Gone : StatusCodes.Status404NotFound })
                    .ToList();
                var found = (await results.ReadAsync<ComputedRecommendationRow>()).Select(row => row.ToRecommendation());
                return new HistoryRecommendations { Items = RecommendationMixer.Mix([], found, limit, mixOptions.Value), Missing = missing };
            },
            cancellationToken);

    /// <summary>Reads the results of <see cref="RecommendationSql.SelectLists"/>. Returns null if the story does not exist.</summary>
    public static async Task<RecommendationLists?> Read(SqlMapper.GridReader results)
    {
        if (await results.ReadSingleOrDefaultAsync<Guid?>() is not { } canonicalId)
        {
            return null;
        }

        var editorial = (await results.ReadAsync<EditorialRecommendationRow>()).Select(row => row.ToRecommendation()).ToList();
        var computed = (await results.ReadAsync<ComputedRecommendationRow>()).Select(row => row.ToRecommendation()).Where(card => card.DuplicateGroupId != canonicalId).ToList();
        return new(editorial, computed);
    }
}
