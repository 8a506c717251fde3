using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Library;
using ContentApi.Web;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Paging;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Delivery.Takeaways;

internal static class TakeawayEndpoints
{
    public static void MapTakeaways(this RouteGroupBuilder v1)
    {
        var takeaways = v1.MapGroup("").WithTag("Takeaways", "The lessons of stories: of one story, and across all stories.");
        takeaways.MapGet("/takeaways", List).WithName("listTakeaways")
            .WithLink("takeaway", "getTakeaway", "id", "/items/0/id", "A takeaway of the list.")
            .WithLink("story", "getStory", "slug", "/items/0/story/slug", "The story of a takeaway of the list.");
        takeaways.MapGet("/takeaways/{id:uuid}", Get).WithName("getTakeaway")
            .WithLink("similar", "listSimilarTakeaways", "id", "/id", "Similar takeaways of other stories.")
            .WithLink("story", "getStory", "slug", "/story/slug", "The story of the takeaway.");
        takeaways.MapGet("/takeaways/{id:uuid}/similar", ListSimilar).WithName("listSimilarTakeaways");
        takeaways.MapGet("/stories/{slug}/takeaways", ListForStory).WithName("listStoryTakeaways");
    }

    public static IServiceCollection AddTakeaways(this IServiceCollection services) =>
        services.AddScoped<TakeawayStore>().AddScoped<TakeawaySearch>().AddJsonContext(TakeawayJsonContext.Default);

    /// <summary>List takeaways</summary>
    /// <remarks>
    /// Takeaways across all stories, those of the newest story first, each with the card of its story. With `q`, only those that match the
    /// words, best first.
    /// </remarks>
    internal static async Task<Results<CacheableJson<Page<Takeaway>>, InvalidRequestProblem>> List(
        [AsParameters] TakeawayListQuery query, [AsParameters] PageQuery paging, TakeawayStore takeaways, TakeawaySearch search, HttpRequest request, CancellationToken cancellationToken)
    {
        if (PageRequest.Parse(paging, query.Canonical, query.Q is null ? SortKeyKind.Instant : SortKeyKind.Int64) is not { } page)
        {
            return PagedResults.InvalidCursor;
        }

        if (query.Q is null)
        {
            return PagedResults.ToCacheableJson(await takeaways.List(query, page, cancellationToken), query.Tags, request);
        }

        var (searchQuery, error) = SearchQuery.Parse(query.Q);
        return searchQuery is null
            ? new InvalidRequestProblem("q", error!)
            : PagedResults.ToCacheableJson(await search.Search(query, searchQuery, page, cancellationToken), query.Tags, request);
    }

    /// <summary>Get a takeaway</summary>
    /// <remarks>One takeaway, with the card of its story.</remarks>
    /// <param name="id" example="01990f3c-8a00-7c4e-9b21-5d0e6f7a8b91">UUID of the takeaway.</param>
    internal static async Task<Results<CacheableJson<Takeaway>, NotFoundProblem>> Get(Guid id, TakeawayStore takeaways, CancellationToken cancellationToken) =>
        await takeaways.Find(id, cancellationToken) is { } takeaway
            ? new CacheableJson<Takeaway>(takeaway) { Tags = [.. CardTags.ForCard(takeaway.Story)] }
            : new NotFoundProblem($"No takeaway has the id {id}.") { Tags = [CacheTag.Stories] };

    /// <summary>List similar takeaways</summary>
    /// <remarks>The most similar takeaways of other stories, most similar first, each with the card of its story.</remarks>
    /// <param name="id" example="01990f3c-8a00-7d10-8a44-1b2c3d4e5f60">UUID of the takeaway.</param>
    /// <param name="limit" example="5">Maximum number of takeaways, 1 to 20; 5 by default.</param>
    internal static async Task<Results<CacheableJson<Page<Takeaway>>, NotFoundProblem>> ListSimilar(
        Guid id, [FromQuery(Name = "limit"), Range(1, 20)] int? limit, TakeawaySearch search, CancellationToken cancellationToken) =>
        await search.FindSimilar(id, limit ?? 5, cancellationToken) is { } items
            ? new CacheableJson<Page<Takeaway>>(new Page<Takeaway> { Items = items }) { Tags = [CacheTag.Library] }
            : new NotFoundProblem($"No takeaway has the id {id}.") { Tags = [CacheTag.Stories] };

    /// <summary>List the takeaways of a story</summary>
    /// <remarks>All takeaways of the story, in order, on one page.</remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the story.</param>
    internal static async Task<Results<CacheableJson<Page<StoryTakeaway>>, MissingStoryResult>> ListForStory(
        [Slug] string slug, TakeawayStore takeaways, TombstoneStore tombstones, CancellationToken cancellationToken) =>
        await takeaways.ListForStory(slug, cancellationToken) is { } items
            ? new CacheableJson<Page<StoryTakeaway>>(new Page<StoryTakeaway> { Items = items }) { Tags = [CacheTag.Story(slug)] }
            : new MissingStoryResult(slug, await tombstones.Find(slug, cancellationToken));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Takeaway))]
[JsonSerializable(typeof(Page<Takeaway>))]
[JsonSerializable(typeof(Page<StoryTakeaway>))]
internal sealed partial class TakeawayJsonContext : JsonSerializerContext;
