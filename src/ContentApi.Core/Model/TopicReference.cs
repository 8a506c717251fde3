namespace ContentApi.Core.Model;

/// <summary>A topic of a story.</summary>
public sealed record TopicReference
{
    /// <summary>UUIDv7 of the topic, which never changes. All zeros in a preview if the publication will create the topic.</summary>
    /// <example>0198e4a1-7c00-7aa2-9d7c-5b1d2e3f4a6b</example>
    public required Guid Id { get; init; }

    /// <summary>The topic's public name in URLs and filters.</summary>
    /// <example>fundraising</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The topic's display name.</summary>
    /// <example>Fundraising</example>
    [StringSchema(100, MinLength = 1)]
    public required string Name { get; init; }
}
