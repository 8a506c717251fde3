namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>A YAML sequence or a TOML array.</summary>
internal sealed record FrontMatterList(int Line, IReadOnlyList<FrontMatterValue> Items) : FrontMatterValue(Line);
