namespace ContentApi.Publishing;

/// <summary>A topic with the name that the library stores.</summary>
internal sealed record LiveTopic(Guid Id, string Slug, string Name);
