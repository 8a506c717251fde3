using ContentApi.Http;
using ContentApi.Stories;

namespace ContentApi.Topics;

/// <summary>What stories are filed under.</summary>
public record Topic
{
    /// <summary>The topic's public name in addresses and filters.</summary>
    /// <example>fundraising</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The topic's name as people write it.</summary>
    /// <example>Fundraising</example>
    [Text(100, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>Published stories filed under it.</summary>
    /// <example>4</example>
    public required int StoryCount { get; init; }
}

/// <summary>A topic as it stands on a story.</summary>
public sealed record TopicReference
{
    /// <summary>The topic's public name in addresses and filters.</summary>
    /// <example>fundraising</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The topic's name as people write it.</summary>
    /// <example>Fundraising</example>
    [Text(100, MinLength = 1)]
    public required string Name { get; init; }
}
