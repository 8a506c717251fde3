namespace ContentApi.Core.Model;

/// <summary>A topic that stories are assigned to.</summary>
public record Topic
{
    /// <summary>UUIDv7 of the topic, which never changes.</summary>
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

    /// <summary>Number of published stories with the topic.</summary>
    /// <example>2</example>
    public required int StoryCount { get; init; }

    /// <summary>Gets the revision that last changed the topic.</summary>
    internal long Revision { get; init; }
}
