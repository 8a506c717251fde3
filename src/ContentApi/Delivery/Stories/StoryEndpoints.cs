using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using ContentApi.Web;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Paging;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Delivery.Stories;

internal static class StoryEndpoints
{
    public static void MapStories(this RouteGroupBuilder v1)
    {
        var stories = v1.MapGroup("").WithTag("Stories", "Stories about founders: lists of cards, and complete stories.");
        stories.MapGet("/stories", List).WithName("listStories")
            .WithLink("story", "getStory", "slug", "/items/0/slug", "The story of a card.")
            .WithLink("founder", "getFounder", "slug", "/items/0/founder/slug", "The founder of a card, if it has one.");
        stories.MapGet("/story-batch", Batch).WithName("batchStories");
        stories.MapGet("/stories/{slug}", Get).WithName("getStory")
            .WithLink("recommendations", "listStoryRecommendations", "slug", "/slug", "What to read next.")
            .WithLink("founder", "getFounder", "slug", "/founder/slug", "The founder, if the story has one.");
    }

    public static IServiceCollection AddStories(this IServiceCollection services)
    {
        RawJsonTypeHandler<Image>.Register();
        RawJsonTypeHandler<IReadOnlyList<Section>>.Register();
        return services.AddScoped<StoryStore>().AddScoped<TombstoneStore>().AddJsonContext(StoryJsonContext.Default);
    }

    /// <summary>List stories</summary>
    /// <remarks>
    /// Cards, newest first unless `sort` is given. Follow `nextCursor` to the end: a story that does not change meanwhile appears exactly
    /// once, and a story that changes appears at most once.
    /// </remarks>
    internal static async Task<Results<CacheableJson<Page<Card>>, InvalidRequestProblem>> List(
        [AsParameters] StoryListQuery query, [AsParameters] PageQuery paging, StoryStore stories, HttpRequest request, CancellationToken cancellationToken) =>
        PageRequest.Parse(paging, query.Canonical, StorySort.GetKeyKind(query.Order)) is { } page
            ? PagedResults.ToCacheableJson(
                await stories.List(query, page, cancellationToken), StoryJsonContext.Default.PageRawJsonCard, CardTags.ForList(query.Founder, query.Topic), request)
            : PagedResults.InvalidCursor;

    /// <summary>Get a story</summary>
    /// <remarks>
    /// All content of the story's page. The body is returned as blocks that an app can render without an HTML engine, or as a single text.
    /// The former slug of a renamed story returns 308 with the new URL; a withdrawn story returns 410 with the reason.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Slug of the story.</param>
    /// <param name="body" example="blocks">
    /// Format of the body: `blocks` fills `sections`; `html`, `markdown` and `text` fill `body`; `none` leaves both null.
    /// </param>
    /// <param name="include" example="recommendations,navigation">Optional members to include.</param>
    internal static async Task<Results<CacheableJson<Story>, MissingStoryResult>> Get(
        [Slug] string slug,
        [FromQuery(Name = "body"), OneOf<BodyFormat>] string? body,
        [FromQuery(Name = "include"), CommaSeparatedEnum<StoryInclude>] string? include,
        StoryStore stories,
        TombstoneStore tombstones,
        CancellationToken cancellationToken)
    {
        var members = EnumNames.ParseList<StoryInclude>(include);
        var page = await stories.Find(slug, EnumNames.ParseOrDefault(body, BodyFormat.Blocks), members.Contains(StoryInclude.Recommendations), members.Contains(StoryInclude.Navigation), cancellationToken);
        return page is not null ? new CacheableJson<Story>(output => StoryJson.WritePage(output, page)) { Tags = StoryTags.ForPage(page) } : new MissingStoryResult(slug, await tombstones.Find(slug, cancellationToken));
    }

    /// <summary>Get several stories</summary>
    /// <remarks>
    /// Up to 50 stories, by their slugs or by their ids, in the requested order; without bodies unless `body` is given. `missing` lists the
    /// slugs or ids that no published story has. Give either `slugs` or `ids`.
    /// </remarks>
    /// <param name="slugs" example="the-no-that-drew-a-map,not-written-yet">
    /// Slugs of 1 to 50 stories, each at most once.
    /// </param>
    /// <param name="ids">UUIDs of 1 to 50 stories, each at most once.</param>
    /// <param name="body" example="none">Format of the bodies, as in `GET /v1/stories/{slug}`; `none` by default.</param>
    internal static async Task<Results<CacheableJson<StoryBatch>, InvalidRequestProblem>> Batch(
        [FromQuery(Name = "slugs"), CommaSeparated(Slug.Pattern, Slug.MaxLength, 50, "must be 1 to 50 different slugs, separated by commas.")] string? slugs,
        [FromQuery(Name = "ids"), CommaSeparated("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", 36, 50, "must be 1 to 50 different UUIDs in lower case, separated by commas.")] string? ids,
        [FromQuery(Name = "body"), OneOf<BodyFormat>] string? body,
        StoryStore stories,
        CancellationToken cancellationToken)
    {
        if ((slugs is null) == (ids is null))
        {
            return slugs is null ? new InvalidRequestProblem("slugs", "is required, unless ids is given.") : new InvalidRequestProblem("ids", "must not be given together with slugs.");
        }

        var format = EnumNames.ParseOrDefault(body, BodyFormat.None);
        return slugs is not null
            ? await BatchBySlug(slugs.Split(','), format, stories, cancellationToken)
            : await BatchById(Array.ConvertAll(ids!.Split(','), Guid.Parse), format, stories, cancellationToken);
    }

    private static async Task<CacheableJson<StoryBatch>> BatchBySlug(string[] slugs, BodyFormat body, StoryStore stories, CancellationToken cancellationToken)
    {
        var (pages, statuses) = await stories.FindMany(slugs, body, cancellationToken);
        var missing = slugs.Except(pages.Select(page => page.Slug), StringComparer.Ordinal)
            .Select(slug => new MissingStory { Slug = slug, Id = null, Status = statuses.GetValueOrDefault(slug, StatusCodes.Status404NotFound) });
        return ToResult(pages, missing, slugs.Select(CacheTag.Story));
    }

    private static async Task<CacheableJson<StoryBatch>> BatchById(Guid[] ids, BodyFormat body, StoryStore stories, CancellationToken cancellationToken)
    {
        var (pages, withdrawnIds) = await stories.FindMany(ids, body, cancellationToken);
        var missing = ids.Except(pages.Select(page => page.Id))
            .Select(id => new MissingStory { Slug = null, Id = id, Status = withdrawnIds.Contains(id) ? StatusCodes.Status410Gone : StatusCodes.Status404NotFound })
            .ToList();
        return ToResult(pages, missing, missing.Count > 0 ? [CacheTag.Stories] : []); // the slug of a missing story is unknown
    }

    private static CacheableJson<StoryBatch> ToResult(IReadOnlyList<StoryPage> pages, IEnumerable<MissingStory> missing, IEnumerable<string> tags)
    {
        var batch = new StoryJsonBatch { Items = pages.Select(StoryJson.ComposePage).ToList(), Missing = missing.ToList() };
        return new(output => RelaxedJson.Write(output, batch, StoryJsonContext.Default.StoryJsonBatch)) { Tags = [.. tags.Union(pages.SelectMany(StoryTags.ForPage))] };
    }
}
