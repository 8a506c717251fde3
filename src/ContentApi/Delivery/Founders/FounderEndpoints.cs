using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Library;
using ContentApi.Web;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Paging;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Delivery.Founders;

internal static class FounderEndpoints
{
    public static void MapFounders(this RouteGroupBuilder v1)
    {
        var founders = v1.MapGroup("/founders").WithTag("Founders", "The people that stories are about.");
        founders.MapGet("", List).WithName("listFounders")
            .WithLink("founder", "getFounder", "slug", "/items/0/slug", "A founder of the list.")
            .WithLink("stories", "listStories", "founder", "/items/0/slug", "The stories about a founder of the list.");
        founders.MapGet("/{slug}", Get).WithName("getFounder")
            .WithLink("stories", "listStories", "founder", "/slug", "The stories about the founder.");
    }

    public static IServiceCollection AddFounders(this IServiceCollection services) =>
        services.AddScoped<FounderStore>().AddScoped<FounderReader>().AddJsonContext(FounderJsonContext.Default);

    /// <summary>List founders</summary>
    /// <remarks>All founders with stories, by name, each with the number of published stories.</remarks>
    internal static async Task<Results<CacheableJson<Page<Founder>>, InvalidRequestProblem>> List(
        [AsParameters] PageQuery query, FounderStore founders, HttpRequest request, CancellationToken cancellationToken) =>
        PageRequest.Parse(query, FounderStore.CanonicalQuery, SortKeyKind.Text) is { } page
            ? PagedResults.ToCacheableJson(await founders.List(page, cancellationToken), [CacheTag.Founders], request)
            : PagedResults.InvalidCursor;

    /// <summary>Get a founder</summary>
    /// <remarks>
    /// One founder, also one without published stories; list their stories with `GET /v1/stories?founder={slug}`. The former slug of a renamed
    /// founder, and the slug of a founder that was merged into another one, return 308 with the new URL.
    /// </remarks>
    /// <param name="slug" example="melanie-perkins">Slug of the founder.</param>
    internal static async Task<Results<CacheableJson<Founder>, SlugRedirect, NotFoundProblem>> Get([Slug] string slug, FounderReader founders, CancellationToken cancellationToken) =>
        await founders.Find(slug, cancellationToken) switch
        {
            ({ } founder, _) => new CacheableJson<Founder>(founder) { Tags = [CacheTag.Founder(slug)] },
            (_, { } newSlug) => new SlugRedirect(newSlug) { Tags = [CacheTag.Founder(slug)] },
            _ => new NotFoundProblem($"No founder has the slug '{slug}'.") { Tags = [CacheTag.Founder(slug)] },
        };
}
