using System.Text.Json.Serialization;
using ContentApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Topics;

internal static class TopicEndpoints
{
    public static void MapTopics(this RouteGroupBuilder v1)
    {
        var topics = v1.MapGroup("/topics").WithTags("Topics");
        topics.MapGet("", List).WithName("listTopics");
    }

    public static IServiceCollection AddTopics(this IServiceCollection services) =>
        services.AddScoped<TopicStore>().AddJson(TopicJson.Default);

    /// <summary>List topics</summary>
    /// <remarks>What stories are filed under, by name, each with the number of published stories; the stories are listed by `GET /v1/stories?topic={slug}`.</remarks>
    internal static async Task<Results<Delivered<Page<Topic>>, InvalidRequest>> List(
        [AsParameters] PageQuery query, TopicStore topics, HttpRequest request, CancellationToken cancellation)
    {
        if (!Cursor.TryRead(query.Cursor, TopicStore.Query, out var after))
        {
            return Cursor.Invalid;
        }

        return Paging.Deliver(await topics.List(query, after, cancellation), request);
    }
}

[JsonSerializable(typeof(Page<Topic>))]
internal sealed partial class TopicJson : JsonSerializerContext;
