namespace ContentApi.Publishing;

/// <summary>The row of a topic to insert.</summary>
internal sealed record TopicRow(Guid Id, string Slug, string Name, long Revision);
