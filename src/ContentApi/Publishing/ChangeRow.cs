namespace ContentApi.Publishing;

internal sealed record ChangeRow(long Revision, string Kind, Guid Id, string Slug, string Operation, IEnumerable<string> Tags, string? Reason = null, string? PreviousSlug = null);
