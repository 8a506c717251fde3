using System.ComponentModel.DataAnnotations;

namespace ContentApi.Newsroom.Publications;

/// <summary>The version to publish.</summary>
public sealed record PublicationRequest
{
    /// <summary>Number of a saved version. A version older than the live one is a rollback.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? Version { get; init; }
}
