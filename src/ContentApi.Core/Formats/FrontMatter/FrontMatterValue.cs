namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>A value of front matter with its line in the file, whatever language it was written in.</summary>
internal abstract record FrontMatterValue(int Line);

/// <summary>A scalar as it was written; null where it says null or nothing.</summary>
internal sealed record FrontMatterScalar(int Line, string? Text) : FrontMatterValue(Line);

internal sealed record FrontMatterList(int Line, IReadOnlyList<FrontMatterValue> Items) : FrontMatterValue(Line);

internal sealed record FrontMatterMap(int Line, IReadOnlyList<FrontMatterMember> Members) : FrontMatterValue(Line);

internal sealed record FrontMatterMember(string Key, int Line, FrontMatterValue Value);
