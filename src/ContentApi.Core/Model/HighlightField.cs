namespace ContentApi.Core.Model;

/// <summary>Names of the sources of highlighted passages in JSON.</summary>
internal static class HighlightField
{
    public const string Title = "title";
    public const string Dek = "dek";
    public const string Statement = "statement";
    public const string Explanation = "explanation";
    public const string Name = "name";
    public const string Bio = "bio";
    public const string Body = "body";
}
