using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Publishing;

/// <summary>A document to publish.</summary>
internal sealed record PublicationItem
{
    public required PublicationTrigger Trigger { get; init; }

    public required StoryDocument Document { get; init; }

    public required Actor Actor { get; init; }

    /// <summary>Gets the public reason that the request gives; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets whether an imported document is marked as a draft, which is saved but not published.</summary>
    public bool IsDraft { get; init; }

    /// <summary>Gets the saved version to publish; null for an import.</summary>
    public VersionDocument? Version { get; init; }

    /// <summary>
    /// Gets the precondition of the publication, which decides under the publishing lock, from the draft or null if none has the slug,
    /// whether to publish. Null if there is no precondition.
    /// </summary>
    public Func<DraftRow?, bool>? IsExpected { get; init; }

    public string Slug => field ??= Document.WithoutComments().GetSlug();

    /// <summary>Creates the item of a saved version.</summary>
    public static PublicationItem Create(VersionDocument version, PublicationTrigger trigger, Actor actor, string? reason = null, Func<DraftRow?, bool>? isExpected = null) =>
        new() { Trigger = trigger, Document = version.ReadDocument(), Actor = actor, Reason = reason, Version = version, IsExpected = isExpected };
}
