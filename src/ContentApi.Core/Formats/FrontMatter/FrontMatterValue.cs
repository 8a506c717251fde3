namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>A value of YAML or TOML front matter, with its line in the file.</summary>
internal abstract record FrontMatterValue(int Line);
