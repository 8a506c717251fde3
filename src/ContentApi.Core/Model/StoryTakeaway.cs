using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>A takeaway as a member of its story.</summary>
public record StoryTakeaway
{
    /// <summary>UUID of the takeaway, preserved when its wording is corrected.</summary>
    /// <example>01990f3c-8a00-7c4e-9b21-5d0e6f7a8b91</example>
    [JsonPropertyOrder(-1)]
    public required Guid Id { get; init; }

    /// <summary>Position among the takeaways of its story, starting at 1.</summary>
    /// <example>1</example>
    [JsonPropertyOrder(-1)]
    [Range(1, 50)]
    public required int Position { get; init; }

    /// <summary>The takeaway in one sentence, for a short bullet.</summary>
    /// <example>A refusal with a reason is research that somebody else has paid for.</example>
    [JsonPropertyOrder(-1)]
    [StringSchema(1000, MinLength = 1)]
    public required string Statement { get; init; }

    /// <summary>The takeaway in full, or null.</summary>
    /// <example>Perkins changed the pitch after every meeting.</example>
    [JsonPropertyOrder(-1)]
    [StringSchema(10_000)]
    public required string? Explanation { get; init; }
}
