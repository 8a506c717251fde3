using System.Text.Json.Serialization;
using ContentApi.Data;
using ContentApi.Http;

namespace ContentApi.Revisions;

/// <summary>The library's newest revision.</summary>
public sealed record Revision
{
    /// <summary>Number of the newest change of the library; 0 before the first. Revisions have no gaps.</summary>
    /// <example>8</example>
    [JsonPropertyName("revision")]
    public required long Number { get; init; }

    /// <summary>When that change was made (RFC 3339, UTC).</summary>
    /// <example>2025-08-26T06:00:00.123456Z</example>
    public required DateTime ChangedAt { get; init; }
}

internal static class RevisionEndpoints
{
    public static void MapRevisions(this RouteGroupBuilder v1)
    {
        var revision = v1.MapGroup("/revision").WithTags("Revisions");
        revision.MapGet("", Get).WithName("getRevision");
    }

    /// <summary>Get the library's revision</summary>
    /// <remarks>
    /// The number of the newest change of published content. It grows by one with each change; `Content-Revision` on every answer
    /// says at which revision that answer is true.
    /// </remarks>
    internal static async Task<Delivered<Revision>> Get(LibraryReader library, CancellationToken cancellation)
    {
        var now = await library.Now(cancellation);
        return new(new Revision { Number = now.Revision, ChangedAt = now.ChangedAt });
    }

    public static IServiceCollection AddRevisions(this IServiceCollection services) => services.AddJson(RevisionJson.Default);
}

[JsonSerializable(typeof(Revision))]
internal sealed partial class RevisionJson : JsonSerializerContext;
