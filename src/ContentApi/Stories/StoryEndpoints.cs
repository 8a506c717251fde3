using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ContentApi.Data;
using ContentApi.Http;
using ContentApi.Revisions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Stories;

internal static class StoryEndpoints
{
    public static void MapStories(this RouteGroupBuilder v1)
    {
        var stories = v1.MapGroup("").WithTag("Stories", "Articles about founders: cards in lists, and whole pages.");
        stories.MapGet("/stories", List).WithName("listStories")
            .WithLink("story", "getStory", "slug", "/items/0/slug", "The whole story of a card.")
            .WithLink("founder", "getFounder", "slug", "/items/0/founder/slug", "The founder of a card, where it has one.");
        stories.MapGet("/stories:batch", Batch).WithName("batchStories");
        stories.MapGet("/stories/{slug}", Get).WithName("getStory")
            .WithLink("recommendations", "listStoryRecommendations", "slug", "/slug", "What to read next.")
            .WithLink("founder", "getFounder", "slug", "/founder/slug", "The founder, where the story has one.");
    }

    public static IServiceCollection AddStories(this IServiceCollection services)
    {
        RawJsonHandler<Image>.Register();
        RawJsonHandler<IReadOnlyList<Section>>.Register();
        return services.AddScoped<StoryStore>().AddScoped<TombstoneStore>().AddJson(StoryJson.Default);
    }

    /// <summary>List stories</summary>
    /// <remarks>
    /// Cards, newest first unless `sort` says otherwise. Follow `nextCursor` to the end: a story that did not change meanwhile appears
    /// exactly once, one that changed at most once.
    /// </remarks>
    internal static async Task<Results<Delivered<Page<Card>>, InvalidRequest>> List(
        [AsParameters] StoryListQuery query, [AsParameters] PageQuery paging, StoryStore stories, HttpRequest request, CancellationToken cancellation)
    {
        if (!Cursor.TryRead(paging.Cursor, query.Canonical, StorySort.KindOf(query.Sort), out var after))
        {
            return Paging.InvalidCursor;
        }

        return Paging.Deliver(
            await stories.List(query, paging, after, cancellation), StoryJson.Default.PageRawJsonCard, CardTags.OfList(query.Founder, query.Topic), request);
    }

    /// <summary>Get a story</summary>
    /// <remarks>
    /// Everything that the story's page shows. The body comes as blocks that an app can draw without an HTML engine, or as one text.
    /// The old name of a renamed story answers 308 with its new address, a withdrawn one 410 with the reason.
    /// </remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Name of the story in its address.</param>
    /// <param name="body" example="blocks">Form of the body: `blocks` fills `sections`; `html`, `markdown` and `text` fill `body`; `none` leaves both null.</param>
    /// <param name="include" example="recommendations,navigation">Also fill these members, separated by commas.</param>
    internal static async Task<Results<Delivered<Story>, Absent>> Get(
        [Slug] string slug,
        [FromQuery(Name = "body"), AllowedValues("blocks", "html", "markdown", "text", "none")] string? body,
        [FromQuery(Name = "include"), AnyOf("recommendations", "navigation")] string? include,
        StoryStore stories,
        TombstoneStore tombstones,
        CancellationToken cancellation)
    {
        var members = include?.Split(',') ?? [];
        var page = await stories.Find(slug, body ?? "blocks", members.Contains("recommendations"), members.Contains("navigation"), cancellation);
        return page is not null ? new Delivered<Story>(to => FinishedStory.Write(to, page)) { Tags = StoryTags.ForPage(page) } : new Absent(slug, await tombstones.FindTombstone(slug, cancellation));
    }

    /// <summary>Get several stories</summary>
    /// <remarks>Up to 50 stories in the order asked, without bodies unless `body` asks for them; and which of them there are not.</remarks>
    /// <param name="slugs" example="the-no-that-drew-a-map,the-engine-on-the-bicycle,not-written-yet">Names of stories, separated by commas, each at most once.</param>
    /// <param name="body" example="none">Form of the bodies, as in `GET /v1/stories/{slug}`; `none` by default.</param>
    internal static async Task<Delivered<StoryBatch>> Batch(
        [FromQuery(Name = "slugs"), Required, CommaSeparated(Slug.Pattern, Slug.MaxLength, 50, "must be 1 to 50 different slugs, separated by commas.")] string slugs,
        [FromQuery(Name = "body"), AllowedValues("blocks", "html", "markdown", "text", "none")] string? body,
        StoryStore stories,
        CancellationToken cancellation)
    {
        var asked = slugs.Split(',');
        var (found, absent) = await stories.FindMany(asked, body ?? "none", cancellation);
        var batch = new FinishedBatch
        {
            Items = found.Select(FinishedStory.Whole).ToList(),
            Missing = asked.Except(found.Select(page => page.Slug), StringComparer.Ordinal)
                .Select(slug => new MissingStory { Slug = slug, Status = absent.GetValueOrDefault(slug, StatusCodes.Status404NotFound) })
                .ToList(),
        };
        return new(to => Json.Write(to, batch, StoryJson.Default.FinishedBatch)) { Tags = [.. asked.Select(Tag.Story).Union(found.SelectMany(StoryTags.ForPage))] };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Story))]
[JsonSerializable(typeof(StoryBatch))]
[JsonSerializable(typeof(FinishedBatch))]
[JsonSerializable(typeof(Page<RawJson<Card>>))]
internal sealed partial class StoryJson : JsonSerializerContext;
