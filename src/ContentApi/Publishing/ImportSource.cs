namespace ContentApi.Publishing;

/// <summary>A document to import: where it comes from, in words for the reader of the report, and how to get its bytes.</summary>
/// <param name="IsDraft">Whether the place that it comes from makes it a draft.</param>
internal sealed record ImportSource(string Name, Func<CancellationToken, Task<byte[]>> Read, bool IsDraft = false);
