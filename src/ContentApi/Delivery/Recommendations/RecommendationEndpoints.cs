using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Library;
using ContentApi.Web;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Delivery.Recommendations;

internal static class RecommendationEndpoints
{
    public static void MapRecommendations(this RouteGroupBuilder v1)
    {
        var recommendations = v1.MapGroup("").WithTag("Recommendations", "Recommendations of what to read next, with reasons.");
        recommendations.MapGet("/stories/{slug}/recommendations", List).WithName("listStoryRecommendations")
            .WithLink("story", "getStory", "slug", "/items/0/slug", "The story of a card, unless it is announced.");
        recommendations.MapGet("/stories/{slug}/recommendations/explain", Explain).WithName("explainStoryRecommendation");
        recommendations.MapGet("/recommendations", ListForHistory).WithName("listRecommendations")
            .WithLink("story", "getStory", "slug", "/items/0/slug", "The story of a card.");
    }

    public static IServiceCollection AddRecommendations(this IServiceCollection services) =>
        services.AddScoped<RecommendationStore>().AddScoped<RecommendationExplainer>().AddJsonContext(RecommendationJsonContext.Default);

    /// <summary>List recommendations</summary>
    /// <remarks>
    /// "Continue your journey": the editorial recommendations in their order, then the computed ones, best first, each with its score and
    /// reasons. Computed cards are chosen so that at most two of four consecutive cards are about the same founder (configurable), unless
    /// no others are left. No computed card is a near-duplicate of the story or of another card. The story of an announced card is not
    /// published yet.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the story.</param>
    /// <param name="limit" example="4">
    /// Total number of cards, 1 to 20. By default, all editorial recommendations, filled up to four with computed ones.
    /// </param>
    internal static async Task<Results<CacheableJson<Page<Recommendation>>, MissingStoryResult>> List(
        [Slug] string slug, [FromQuery(Name = "limit"), Range(1, RecommendationStore.MaxLimit)] int? limit, RecommendationStore recommendations, TombstoneStore tombstones, CancellationToken cancellationToken) =>
        await recommendations.List(slug, limit, cancellationToken) is { } items
            ? new CacheableJson<Page<Recommendation>>(new Page<Recommendation> { Items = items }) { Tags = [CacheTag.Story(slug), .. RecommendationTags.ForList(items)] }
            : new MissingStoryResult(slug, await tombstones.Find(slug, cancellationToken));

    /// <summary>Explain a recommendation</summary>
    /// <remarks>Returns why another story is or is not recommended with a story, its rank, and what the two have in common.</remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the story being read.</param>
    /// <param name="story" example="yearbooks-first-the-world-later">Current or former slug of the other story.</param>
    internal static async Task<Results<CacheableJson<Explanation>, MissingStoryResult, InvalidRequestProblem>> Explain(
        [Slug] string slug,
        [FromQuery(Name = "story"), Required, Pattern(Slug.Pattern, Slug.Requirement), StringLength(Slug.MaxLength)] string story,
        RecommendationExplainer explainer,
        TombstoneStore tombstones,
        CancellationToken cancellationToken)
    {
        var (storyExists, otherExists, explanation) = await explainer.Explain(slug, story, cancellationToken);
        return explanation is not null ? new CacheableJson<Explanation>(explanation) { Tags = [CacheTag.Library] }
            : storyExists && !otherExists ? new InvalidRequestProblem("story", $"must be the slug of a published story; '{story}' is not.")
            : new MissingStoryResult(slug, await tombstones.Find(slug, cancellationToken));
    }

    /// <summary>List recommendations for a reading history</summary>
    /// <remarks>
    /// Stories that are recommended with the stories read. A story ranks higher if it is recommended with several of them. The stories read
    /// last weigh most. Stories already read are left out. Nothing about the reader is stored: the client sends the history each time.
    /// A former slug counts as the story that had it. `missing` lists the slugs that count for nothing, because the story was withdrawn or
    /// never existed.
    /// </remarks>
    /// <param name="read" example="the-no-that-drew-a-map,the-engine-on-the-bicycle">
    /// Current or former slugs of the stories read, the latest last: 1 to 50.
    /// </param>
    /// <param name="limit" example="4">Number of cards, 1 to 20; 4 by default.</param>
    internal static async Task<CacheableJson<HistoryRecommendations>> ListForHistory(
        [FromQuery(Name = "read"), Required, CommaSeparated(Slug.Pattern, Slug.MaxLength, 50, "must be 1 to 50 different slugs, separated by commas.")] string read,
        [FromQuery(Name = "limit"), Range(1, RecommendationStore.MaxLimit)] int? limit,
        RecommendationStore recommendations,
        CancellationToken cancellationToken) =>
        new(await recommendations.ListForHistory(read.Split(','), limit ?? RecommendationStore.DefaultLimit, cancellationToken)) { Tags = [CacheTag.Library] };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Recommendation))]
[JsonSerializable(typeof(Page<Recommendation>))]
[JsonSerializable(typeof(HistoryRecommendations))]
[JsonSerializable(typeof(Explanation))]
internal sealed partial class RecommendationJsonContext : JsonSerializerContext;
