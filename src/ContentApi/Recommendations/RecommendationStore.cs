using ContentApi.Data;
using ContentApi.Stories;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Recommendations;

/// <summary>Reads "Continue your journey": the editor's choices, then those that were computed when stories were published.</summary>
internal sealed class RecommendationStore(LibraryReader library, IOptions<LibraryOptions> options, IOptions<RecommendationsOptions> mix)
{
    /// <summary>How many cards the story page has.</summary>
    public const int DefaultLimit = 4;

    public const int MaxLimit = 20;

    /// <summary>The recommendations of a story, or null when no story has that name now. Without a limit: all of the editor's choices, and at least four cards.</summary>
    public Task<IReadOnlyList<Recommendation>?> List(string slug, int? limit, CancellationToken cancellation) =>
        library.Read(
            RecommendationSql.List,
            new { Slug = slug, Limit = limit ?? DefaultLimit, options.Value.TimeZone },
            results => Read(results, limit, mix.Value),
            cancellation);

    /// <summary>What goes with a reading history, and which names in it no story has or had.</summary>
    public Task<(IReadOnlyList<Recommendation> Items, IReadOnlyList<string> Unknown)> ListFor(IReadOnlyList<string> read, int limit, CancellationToken cancellation) =>
        library.Read(
            RecommendationSql.History,
            new { Slugs = read, Limit = limit, options.Value.TimeZone },
            async results =>
            {
                IReadOnlyList<string> unknown = (await results.ReadAsync<string>()).AsList();
                var found = (await results.ReadAsync<ComputedRow>()).Select(row => row.ToRecommendation());
                return (RecommendationMix.Fill([], found, limit, mix.Value), unknown);
            },
            cancellation);

    /// <summary>Reads the results of <see cref="RecommendationSql.List"/>; null when there is no such story.</summary>
    public static async Task<IReadOnlyList<Recommendation>?> Read(SqlMapper.GridReader results, int? limit, RecommendationsOptions mix)
    {
        if (await results.ReadSingleOrDefaultAsync<Guid?>() is not { } story)
        {
            return null;
        }

        var editorial = (await results.ReadAsync<EditorialRow>()).Select(row => row.ToRecommendation()).ToList();
        var computed = await results.ReadAsync<ComputedRow>();
        var newest = await results.ReadAsync<ComputedRow>();
        var fitting = computed.Concat(newest).Select(row => row.ToRecommendation()).Where(card => card.TellsTheSameAs != story);
        return RecommendationMix.Fill(editorial, fitting, limit ?? Math.Max(DefaultLimit, editorial.Count), mix);
    }
}
