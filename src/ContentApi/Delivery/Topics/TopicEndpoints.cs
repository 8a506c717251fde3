using System.Text.Json.Serialization;
using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Web;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Paging;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Delivery.Topics;

internal static class TopicEndpoints
{
    public static void MapTopics(this RouteGroupBuilder v1)
    {
        var topics = v1.MapGroup("/topics").WithTag("Topics", "The topics that stories are filed under.");
        topics.MapGet("", List).WithName("listTopics")
            .WithLink("stories", "listStories", "topic", "/items/0/slug", "The stories of a topic of the list.");
    }

    public static IServiceCollection AddTopics(this IServiceCollection services) =>
        services.AddScoped<TopicStore>().AddJsonContext(TopicJsonContext.Default);

    /// <summary>List topics</summary>
    /// <remarks>
    /// All topics with stories, by name, each with the number of published stories; list the stories of a topic with
    /// `GET /v1/stories?topic={slug}`.
    /// </remarks>
    internal static async Task<Results<CacheableJson<Page<Topic>>, InvalidRequestProblem>> List(
        [AsParameters] PageQuery query, TopicStore topics, HttpRequest request, CancellationToken cancellationToken) =>
        PageRequest.Parse(query, TopicStore.CanonicalQuery, SortKeyKind.Text) is { } page
            ? PagedResults.ToCacheableJson(await topics.List(page, cancellationToken), [CacheTag.Topics], request)
            : PagedResults.InvalidCursor;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<Topic>))]
internal sealed partial class TopicJsonContext : JsonSerializerContext;
