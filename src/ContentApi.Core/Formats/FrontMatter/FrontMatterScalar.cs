namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>
/// A single value as text, even if it is a number or date. <see cref="Text"/> is null for YAML's null and unquoted empty values.
/// </summary>
internal sealed record FrontMatterScalar(int Line, string? Text) : FrontMatterValue(Line);
