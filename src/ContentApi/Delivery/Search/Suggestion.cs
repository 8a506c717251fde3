using ContentApi.Core.Model;
using ContentApi.Indexing.SearchIndex;

namespace ContentApi.Delivery.Search;

/// <summary>A story, founder or topic whose title or name matches the text typed so far.</summary>
public sealed record Suggestion
{
    /// <summary>`story`, `founder` or `topic`. Types may be added: skip suggestions whose type you do not recognize.</summary>
    /// <example>story</example>
    [OpenEnum("SuggestionType", typeof(SuggestionKind))]
    public required string Type { get; init; }

    /// <summary>Slug of the story, founder or topic.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The complete title or name.</summary>
    /// <example>The No That Drew a Map</example>
    [StringSchema(300, MinLength = 1)]
    public required string Text { get; init; }
}
