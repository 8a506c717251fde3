namespace ContentApi.Publishing;

/// <summary>A story that a collection cannot have: its path in the document, such as `stories[3]`, and what is wrong.</summary>
internal sealed record CollectionFault(string Path, string Message);
