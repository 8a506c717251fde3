namespace ContentApi.Core.Model;

/// <summary>A takeaway in a story document.</summary>
public sealed record TakeawayDocument
{
    /// <summary>
    /// UUID. If null, the takeaway keeps the id of the same or most similar takeaway in the draft's previous version; without such a
    /// takeaway, it gets a new id.
    /// </summary>
    /// <example>0198e4a3-2b00-7d57-a1c2-9e8d7c6b5a40</example>
    public Guid? Id { get; init; }

    /// <summary>The takeaway in one sentence, 1 to 1,000 characters.</summary>
    /// <example>Bake before they ask.</example>
    [StringSchema(1000, MinLength = 1)]
    public required string Statement { get; init; }

    /// <summary>The takeaway in full, at most 10,000 characters, or null.</summary>
    /// <example>People follow their nose.</example>
    [StringSchema(10_000)]
    public string? Explanation { get; init; }
}
