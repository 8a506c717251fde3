using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>Several stories requested by slug or by id.</summary>
public sealed record StoryBatch
{
    /// <summary>The stories that were found, in the requested order.</summary>
    [MaxLength(50)]
    public required IReadOnlyList<Story> Items { get; init; }

    /// <summary>The slugs or ids that no published story has, in the requested order.</summary>
    [MaxLength(50)]
    public required IReadOnlyList<MissingStory> Missing { get; init; }
}
