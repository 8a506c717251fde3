using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Web;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Paging;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Delivery.Collections;

internal static class CollectionEndpoints
{
    public static void MapCollections(this RouteGroupBuilder v1)
    {
        var collections = v1.MapGroup("/collections").WithTag("Collections", "Curated, ordered lists of stories, for home pages and series.");
        collections.MapGet("", List).WithName("listCollections")
            .WithLink("collection", "getCollection", "slug", "/items/0/slug", "A collection of the list.")
            .WithLink("stories", "listCollectionStories", "slug", "/items/0/slug", "All stories of a collection of the list.");
        collections.MapGet("/{slug}", Get).WithName("getCollection")
            .WithLink("stories", "listCollectionStories", "slug", "/slug", "All stories of the collection.");
        collections.MapGet("/{slug}/stories", ListStories).WithName("listCollectionStories")
            .WithLink("story", "getStory", "slug", "/items/0/slug", "The story of a card.");
    }

    public static IServiceCollection AddCollections(this IServiceCollection services) =>
        services.AddScoped<CollectionStore>().AddScoped<CollectionStoryStore>().AddJsonContext(CollectionJsonContext.Default);

    /// <summary>List collections</summary>
    /// <remarks>
    /// All collections, by title, each with the number of published stories. With `include=stories`, one request draws a home page: each
    /// collection has the cards of its first 20 stories. To show the collections in another order, select them by `slug`.
    /// </remarks>
    /// <param name="query">The page.</param>
    /// <param name="include" example="stories">Optional members to include: `stories`.</param>
    /// <param name="collections">The collections.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">A token to cancel the request.</param>
    internal static async Task<Results<CacheableJson<Page<Collection>>, InvalidRequestProblem>> List(
        [AsParameters] PageQuery query, [FromQuery(Name = "include"), CommaSeparatedEnum<CollectionInclude>] string? include, CollectionStore collections, HttpRequest request, CancellationToken cancellationToken) =>
        PageRequest.Parse(query, CollectionStore.CanonicalQuery, SortKeyKind.Text) is { } page
            ? PagedResults.ToCacheableJson(await collections.List(page, include is not null, cancellationToken), WithCards([CacheTag.Collections], include is not null), request)
            : PagedResults.InvalidCursor;

    /// <summary>Get a collection</summary>
    /// <remarks>
    /// One collection. With `include=stories`, it has the cards of its first 20 stories. A former slug returns 308 with the new URL.
    /// </remarks>
    /// <param name="slug" example="where-to-begin">Slug of the collection.</param>
    /// <param name="include" example="stories">Optional members to include: `stories`.</param>
    internal static async Task<Results<CacheableJson<Collection>, SlugRedirect, NotFoundProblem>> Get(
        [Slug] string slug, [FromQuery(Name = "include"), CommaSeparatedEnum<CollectionInclude>] string? include, CollectionStore collections, CancellationToken cancellationToken) =>
        await collections.Find(slug, include is not null, cancellationToken) switch
        {
            ({ } collection, _) => new CacheableJson<Collection>(collection) { Tags = WithCards([CacheTag.Collection(slug)], include is not null) },
            (_, { } newSlug) => Redirect(slug, newSlug),
            _ => NotFound(slug),
        };

    /// <summary>List the stories of a collection</summary>
    /// <remarks>
    /// Cards, in the order of the collection. Follow `nextCursor` to the end: a story that keeps its place and does not change meanwhile
    /// appears exactly once, and any other story at most once.
    /// </remarks>
    /// <param name="slug" example="where-to-begin">Slug of the collection.</param>
    /// <param name="include" example="topics,takeaways">Optional members of the cards to include, separated by commas.</param>
    /// <param name="paging">The page.</param>
    /// <param name="stories">The stories.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">A token to cancel the request.</param>
    internal static async Task<Results<CacheableJson<Page<Card>>, SlugRedirect, InvalidRequestProblem, NotFoundProblem>> ListStories(
        [Slug] string slug,
        [FromQuery(Name = "include"), CommaSeparatedEnum<CardInclude>] string? include,
        [AsParameters] PageQuery paging,
        CollectionStoryStore stories,
        HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (PageRequest.Parse(paging, $"collections/{slug}/stories", SortKeyKind.Int64) is not { } page)
        {
            return PagedResults.InvalidCursor;
        }

        var included = EnumNames.ParseList<CardInclude>(include);
        string[] tags = included.Contains(CardInclude.Topics) ? [CacheTag.Collection(slug), CacheTag.Topics] : [CacheTag.Collection(slug)];
        return await stories.List(slug, included, page, cancellationToken) switch
        {
            ({ } cards, _) => PagedResults.ToCacheableJson(cards, WithCards(tags, isShowingCards: true), request),
            (_, { } newSlug) => Redirect(slug, newSlug),
            _ => NotFound(slug),
        };
    }

    /// <summary>Adds the tag of the founders' names, which cards show.</summary>
    private static string[] WithCards(string[] tags, bool isShowingCards) => isShowingCards ? [.. tags, CacheTag.FounderNames] : tags;

    private static SlugRedirect Redirect(string slug, string newSlug) => new(newSlug) { Tags = [CacheTag.Collection(slug)] };

    private static NotFoundProblem NotFound(string slug) => new($"No collection has the slug '{slug}'.") { Tags = [CacheTag.Collection(slug)] };
}
