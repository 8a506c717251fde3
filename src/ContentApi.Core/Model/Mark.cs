namespace ContentApi.Core.Model;

internal static class Mark
{
    public const string Emphasis = "emphasis";
    public const string Strong = "strong";
    public const string Code = "code";
    public const string Strikethrough = "strikethrough";
}
