namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>A key of a mapping, with its value.</summary>
internal sealed record FrontMatterMember(string Key, int Line, FrontMatterValue Value);
