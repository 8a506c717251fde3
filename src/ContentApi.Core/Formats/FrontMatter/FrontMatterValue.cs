namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>A front matter value with its line in the file, independent of the source language.</summary>
internal abstract record FrontMatterValue(int Line);

/// <summary>A scalar as written; null if it is a null literal or empty.</summary>
internal sealed record FrontMatterScalar(int Line, string? Text) : FrontMatterValue(Line);

internal sealed record FrontMatterList(int Line, IReadOnlyList<FrontMatterValue> Items) : FrontMatterValue(Line);

internal sealed record FrontMatterMap(int Line, IReadOnlyList<FrontMatterMember> Members) : FrontMatterValue(Line);

internal sealed record FrontMatterMember(string Key, int Line, FrontMatterValue Value);
