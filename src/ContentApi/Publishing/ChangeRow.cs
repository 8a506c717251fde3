using ContentApi.ChangeLog;

namespace ContentApi.Publishing;

/// <summary>A change to append to the change log, with the cache tags that it invalidates.</summary>
internal sealed record ChangeRow(long Revision, LibraryChangeKind Kind, Guid Id, string Slug, LibraryChangeOperation Operation, IEnumerable<string> Tags, string? Reason = null, string? PreviousSlug = null);
