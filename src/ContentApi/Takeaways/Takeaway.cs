using ContentApi.Stories;

namespace ContentApi.Takeaways;

/// <summary>A lesson of one story.</summary>
public sealed record Takeaway
{
    /// <summary>UUID of the takeaway, kept when its wording is mended.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid Id { get; init; }

    /// <summary>Place among the takeaways of its story, from 1.</summary>
    /// <example>1</example>
    public required int Position { get; init; }

    /// <summary>The lesson in one sentence: the short bullet.</summary>
    /// <example>A clear no is information; ask what would have made it a yes.</example>
    public required string Statement { get; init; }

    /// <summary>The lesson at length, or null.</summary>
    /// <example>The deck changed after every meeting, until the objections ran out.</example>
    public required string? Explanation { get; init; }

    /// <summary>The card of the story that it comes from; null inside that story.</summary>
    public Card? Story { get; init; }
}
