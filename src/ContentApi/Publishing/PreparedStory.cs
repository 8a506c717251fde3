using ContentApi.Core.Formats;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Indexing.SearchIndex;

namespace ContentApi.Publishing;

/// <summary>A document that is rendered and compared with the library before the publishing lock is taken.</summary>
internal sealed record PreparedStory
{
    public required PublicationItem Item { get; init; }

    /// <summary>Gets the rendered document, with the block and takeaway ids of the versions that it replaces.</summary>
    public required RenderedStory Rendered { get; init; }

    /// <summary>Gets the draft's id: that of the existing draft, or a new one.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets the draft's newest version when the document was prepared; null if the draft did not exist.</summary>
    public required int? DraftVersion { get; init; }

    /// <summary>Gets the revision of the live version whose block ids the story has; null if the story was not published.</summary>
    public required long? LiveRevision { get; init; }

    /// <summary>Gets the revision of the library with which the story is compared.</summary>
    public required long LibraryRevision { get; init; }

    /// <summary>Gets the search vectors; null if the document seemed not to change anything.</summary>
    public required StorySearchVectors? SearchVectors { get; init; }

    /// <summary>
    /// Gets the comparison with other stories; null if the document seemed not to change anything, or if the recommendation lists are
    /// rebuilt after the publication: in a small library, and at the end of an import.
    /// </summary>
    public required StoryComparison? Comparison { get; init; }

    public string Slug => Rendered.Slug;
}
