using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>Several stories requested by slug.</summary>
public sealed record StoryBatch
{
    /// <summary>The stories that were found, in the requested order.</summary>
    [MaxLength(50)]
    public required IReadOnlyList<Story> Items { get; init; }

    /// <summary>The slugs for which there is no story, in the requested order.</summary>
    [MaxLength(50)]
    public required IReadOnlyList<MissingStory> Missing { get; init; }
}
