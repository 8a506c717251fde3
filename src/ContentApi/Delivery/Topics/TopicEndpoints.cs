using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Library;
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
            .WithLink("topic", "getTopic", "slug", "/items/0/slug", "A topic of the list.")
            .WithLink("stories", "listStories", "topic", "/items/0/slug", "The stories of a topic of the list.");
        topics.MapGet("/{slug}", Get).WithName("getTopic")
            .WithLink("stories", "listStories", "topic", "/slug", "The stories of the topic.");
    }

    public static IServiceCollection AddTopics(this IServiceCollection services) =>
        services.AddScoped<TopicStore>().AddScoped<TopicReader>().AddJsonContext(TopicJsonContext.Default);

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

    /// <summary>Get a topic</summary>
    /// <remarks>
    /// One topic, also one without published stories; list its stories with `GET /v1/stories?topic={slug}`. The former slug of a renamed topic,
    /// and the slug of a topic that was merged into another one, return 308 with the new URL.
    /// </remarks>
    /// <param name="slug" example="fundraising">Slug of the topic.</param>
    internal static async Task<Results<CacheableJson<Topic>, SlugRedirect, NotFoundProblem>> Get([Slug] string slug, TopicReader topics, CancellationToken cancellationToken) =>
        await topics.Find(slug, cancellationToken) switch
        {
            ({ } topic, _) => new CacheableJson<Topic>(topic) { Tags = [CacheTag.Topic(slug)] },
            (_, { } newSlug) => new SlugRedirect(newSlug) { Tags = [CacheTag.Topic(slug)] },
            _ => new NotFoundProblem($"No topic has the slug '{slug}'.") { Tags = [CacheTag.Topic(slug)] },
        };
}
