namespace ContentApi.Core.Model;

/// <summary>Computes the sort key of a title or name: folded to ASCII like a slug, so that every machine sorts the same way.</summary>
internal static class SortKey
{
    public static string From(string text) => Slug.From(text) is { Length: > 0 } slug ? slug.Replace('-', ' ') : text;
}
