namespace ContentApi.Core.Model;

/// <summary>What stories are filed under.</summary>
public record Topic
{
    /// <summary>The topic's public name in addresses and filters.</summary>
    /// <example>fundraising</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The topic's name as people write it.</summary>
    /// <example>Fundraising</example>
    [StringSchema(100, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>Published stories filed under it.</summary>
    /// <example>4</example>
    public required int StoryCount { get; init; }
}
