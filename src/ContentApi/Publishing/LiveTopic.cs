namespace ContentApi.Publishing;

/// <summary>A row of the `topic` table.</summary>
internal sealed record LiveTopic(Guid Id, string Slug, string Name);
