namespace ContentApi.Core.Model;

/// <summary>
/// Computes a collation-independent sort key for a title or name: ASCII-folded, or the text itself if it has no ASCII form.
/// </summary>
internal static class SortKey
{
    public static string From(string text) => Slug.From(text) is { Length: > 0 } slug ? slug.Replace('-', ' ') : text;
}
