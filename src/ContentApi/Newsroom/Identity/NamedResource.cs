using System.Text.Json.Serialization.Metadata;
using ContentApi.Publishing;

namespace ContentApi.Newsroom.Identity;

/// <summary>Describes how founders or topics are read and shown to the newsroom.</summary>
internal sealed record NamedResource<T, TRow>
    where T : class
    where TRow : class, INamedResource
{
    /// <summary>Gets the name of the kind in problems, such as `founder`.</summary>
    public required string KindName { get; init; }

    /// <summary>Gets the name of the operation that reads a resource.</summary>
    public required string GetOperation { get; init; }

    public required JsonTypeInfo<T> JsonType { get; init; }

    /// <summary>Gets the function that returns the resource with a slug; for a former slug, the current one; otherwise neither.</summary>
    public required Func<string, CancellationToken, Task<(T? Resource, string? NewSlug)>> Find { get; init; }

    public required Func<T, long> GetRevision { get; init; }

    /// <summary>Gets the function that returns the resource of a saved row; its second argument is the resource before, or null.</summary>
    public required Func<TRow, T?, T> Create { get; init; }
}
