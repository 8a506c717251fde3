namespace ContentApi.Core.Model;

/// <summary>Names of span marks in JSON.</summary>
internal static class Mark
{
    public const string Emphasis = "emphasis";
    public const string Strong = "strong";
    public const string Code = "code";
    public const string Strikethrough = "strikethrough";

    /// <summary>Marks a word that matches a search query.</summary>
    public const string Highlight = "highlight";
}
