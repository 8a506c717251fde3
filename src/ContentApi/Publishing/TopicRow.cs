namespace ContentApi.Publishing;

internal sealed record TopicRow(Guid Id, string Slug, string Name, long Revision);
