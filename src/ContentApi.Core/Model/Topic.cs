namespace ContentApi.Core.Model;

/// <summary>A topic that stories are assigned to.</summary>
public record Topic
{
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
}
