namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>A scalar as written; <see cref="Text"/> is null if it is empty or a null literal.</summary>
internal sealed record FrontMatterScalar(int Line, string? Text) : FrontMatterValue(Line);
