using ContentApi.Core.Model;
using ContentApi.Indexing.SearchIndex;

namespace ContentApi.Delivery.Search;

/// <summary>A story, founder or topic whose title or name matches the text typed so far.</summary>
public sealed record Suggestion
{
    /// <summary>`story`, `founder` or `topic`. Types may be added: skip suggestions whose type you do not recognize.</summary>
    /// <example>founder</example>
    [OpenEnum("SuggestionType", typeof(SuggestionKind))]
    public required string Type { get; init; }

    /// <summary>UUIDv7 of the story, founder or topic, which never changes.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid Id { get; init; }

    /// <summary>Slug of the story, founder or topic.</summary>
    /// <example>melanie-perkins</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The complete title or name.</summary>
    /// <example>Melanie Perkins</example>
    [StringSchema(300, MinLength = 1)]
    public required string Text { get; init; }
}
