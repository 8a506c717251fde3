namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>A YAML mapping or a TOML table.</summary>
internal sealed record FrontMatterMap(int Line, IReadOnlyList<FrontMatterMember> Members) : FrontMatterValue(Line);
