namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>A front matter value with its line in the file, in YAML or TOML.</summary>
internal abstract record FrontMatterValue(int Line);
