using System.Text.Json.Serialization;
using ContentApi.Http;
using ContentApi.Stories;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Takeaways;

internal static class TakeawayEndpoints
{
    public static void MapTakeaways(this RouteGroupBuilder v1)
    {
        var takeaways = v1.MapGroup("").WithTags("Takeaways");
        takeaways.MapGet("/takeaways", List).WithName("listTakeaways");
        takeaways.MapGet("/takeaways/{id:guid}", Get).WithName("getTakeaway");
        takeaways.MapGet("/stories/{slug}/takeaways", ListOfStory).WithName("listStoryTakeaways");
    }

    public static IServiceCollection AddTakeaways(this IServiceCollection services) =>
        services.AddScoped<TakeawayStore>().AddJson(TakeawayJson.Default);

    /// <summary>List takeaways</summary>
    /// <remarks>Every lesson across stories, those of the newest story first, each with its story's card.</remarks>
    internal static async Task<Results<Delivered<Page<Takeaway>>, InvalidRequest>> List(
        [AsParameters] TakeawayListQuery query, TakeawayStore takeaways, HttpRequest request, CancellationToken cancellation)
    {
        if (!Cursor.TryRead(query.Cursor, query.Canonical, out var after))
        {
            return Cursor.Invalid;
        }

        return Paging.Deliver(await takeaways.List(query, after, cancellation), request);
    }

    /// <summary>Get a takeaway</summary>
    /// <remarks>One lesson, with its story's card.</remarks>
    /// <param name="id" example="01990f3c-8a00-7c4e-9b21-5d0e6f7a8b91">UUID of the takeaway.</param>
    internal static async Task<Results<Delivered<Takeaway>, NotFoundProblem>> Get(Guid id, TakeawayStore takeaways, CancellationToken cancellation) =>
        await takeaways.Find(id, cancellation) is { } takeaway
            ? new Delivered<Takeaway>(takeaway)
            : new NotFoundProblem($"No takeaway has the id {id}.");

    /// <summary>List the takeaways of a story</summary>
    /// <remarks>All of them, in order, on one page; their `story` is null.</remarks>
    /// <param name="slug" example="the-no-that-drew-a-map">Name of the story in its address.</param>
    internal static async Task<Results<Delivered<Page<Takeaway>>, Moved, NotFoundProblem>> ListOfStory(
        string slug, TakeawayStore takeaways, StoryStore stories, CancellationToken cancellation) =>
        await takeaways.ListOf(slug, cancellation) is { } items
            ? new Delivered<Page<Takeaway>>(new() { Items = items })
            : await stories.Elsewhere(slug, cancellation) is { } newName ? new Moved(newName) : new NotFoundProblem(StoryEndpoints.NotFound(slug));
}

[JsonSerializable(typeof(Takeaway))]
[JsonSerializable(typeof(Page<Takeaway>))]
internal sealed partial class TakeawayJson : JsonSerializerContext;
