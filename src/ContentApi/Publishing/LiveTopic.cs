namespace ContentApi.Publishing;

/// <summary>A topic of the library.</summary>
internal sealed record LiveTopic(Guid Id, string Slug, string Name);
