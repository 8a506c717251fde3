namespace ContentApi.Core.Model;

/// <summary>The key that titles and names are sorted by: folded to ASCII as slugs are, so that every machine sorts alike.</summary>
internal static class SortKey
{
    public static string From(string text) => Slug.From(text) is { Length: > 0 } slug ? slug.Replace('-', ' ') : text;
}
