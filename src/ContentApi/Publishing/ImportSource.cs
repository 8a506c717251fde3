namespace ContentApi.Publishing;

/// <summary>A document to import: its name in the report, and a function that reads its bytes.</summary>
/// <param name="IsDraft">Whether the location of the document marks it as a draft.</param>
internal sealed record ImportSource(string Name, Func<CancellationToken, Task<byte[]>> Read, bool IsDraft = false);
