using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A takeaway of a story.</summary>
public sealed record Takeaway
{
    /// <summary>UUID of the takeaway, preserved when its wording is corrected.</summary>
    /// <example>01990f3c-8a00-7c4e-9b21-5d0e6f7a8b91</example>
    public required Guid Id { get; init; }

    /// <summary>Position among the takeaways of its story, starting at 1.</summary>
    /// <example>1</example>
    [Range(1, 50)]
    public required int Position { get; init; }

    /// <summary>The takeaway in one sentence, for a short bullet.</summary>
    /// <example>A refusal with a reason is research that somebody else has paid for.</example>
    [StringSchema(1000, MinLength = 1)]
    public required string Statement { get; init; }

    /// <summary>The takeaway in full, or null.</summary>
    /// <example>Perkins changed the pitch after every meeting.</example>
    [StringSchema(10_000)]
    public required string? Explanation { get; init; }

    /// <summary>The card of the story that the takeaway belongs to. Null if the takeaway is a member of the story itself.</summary>
    public Card? Story { get; init; }
}
