namespace ContentApi.Core.Model;

/// <summary>A resource of another site, such as a video or a post, that is shown in the story.</summary>
public sealed record Embed
{
    /// <summary>Absolute URL (http or https) of the resource, for example for a frame. Show only providers that you trust.</summary>
    /// <example>https://www.youtube.com/embed/aqz-KE-bpKQ</example>
    [Url]
    public required string Url { get; init; }

    /// <summary>Title of the resource, or null.</summary>
    /// <example>The first press run</example>
    [StringSchema(300)]
    public required string? Title { get; init; }

    /// <summary>Name of the site that provides the resource, or null.</summary>
    /// <example>YouTube</example>
    [StringSchema(100)]
    public required string? Provider { get; init; }

    /// <summary>Absolute URL (http or https) of a page to link to, for clients that do not show the resource itself.</summary>
    /// <example>https://www.youtube.com/watch?v=aqz-KE-bpKQ</example>
    [Url]
    public required string Fallback { get; init; }
}
