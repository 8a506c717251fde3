using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Drafts;

/// <summary>A draft with the document of its newest version.</summary>
internal sealed record DraftDocument : Draft
{
    public required string Json { get; init; }

    public required byte[] ContentHash { get; init; }

    /// <summary>Parses the document.</summary>
    public StoryDocument ReadDocument() => StoryDocument.FromStoredJson(Json, Slug);
}
