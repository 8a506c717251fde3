using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ContentApi.Http;
using ContentApi.Stories;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Recommendations;

internal static class RecommendationEndpoints
{
    public static void MapRecommendations(this RouteGroupBuilder v1)
    {
        var recommendations = v1.MapGroup("/stories/{slug}/recommendations").WithTags("Recommendations");
        recommendations.MapGet("", List).WithName("listStoryRecommendations");
    }

    public static IServiceCollection AddRecommendations(this IServiceCollection services) =>
        services.AddScoped<RecommendationStore>().AddJson(RecommendationJson.Default);

    /// <summary>List what to read next</summary>
    /// <remarks>
    /// "Continue your journey": the editor's choices in their order, then the founder's other stories and other people's, newest first,
    /// each with its reasons. An announced card is one whose story is not in the library yet.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Name of the story in its address.</param>
    /// <param name="limit" example="4">Cards in all, 1 to 20. Without it: all of the editor's choices, filled up to four.</param>
    internal static async Task<Results<Delivered<Page<Recommendation>>, Moved, NotFoundProblem>> List(
        string slug, [FromQuery(Name = "limit"), Range(1, 20)] int? limit, RecommendationStore recommendations, StoryStore stories, CancellationToken cancellation) =>
        await recommendations.List(slug, limit, cancellation) is { } items
            ? new Delivered<Page<Recommendation>>(new() { Items = items })
            : await stories.Elsewhere(slug, cancellation) is { } newName ? new Moved(newName) : new NotFoundProblem(StoryEndpoints.NotFound(slug));
}

[JsonSerializable(typeof(Recommendation))]
[JsonSerializable(typeof(Page<Recommendation>))]
internal sealed partial class RecommendationJson : JsonSerializerContext;
