using System.Buffers;
using System.Text;

namespace ContentApi.Core.Text;

/// <summary>Removes comments from plain text, which has no code: titles, deks, names, exported pages.</summary>
internal static class CommentText
{
    private static readonly SearchValues<char> Openers = SearchValues.Create("<{%[");

    /// <summary>
    /// Returns the text without comments, with one space where a comment was between two. With <paramref name="keepLines"/>, line breaks
    /// inside comments are kept to preserve line numbers.
    /// </summary>
    public static string Remove(string text, bool keepLines = false)
    {
        if (!CommentSyntax.MayOccurIn(text))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        var at = 0;
        while (text.AsSpan(at).IndexOfAny(Openers) is >= 0 and var next)
        {
            kept.Append(text, at, next);
            at += next;
            if (Match(text, at) is not { } comment)
            {
                kept.Append(text[at++]);
                continue;
            }

            var lines = text.AsSpan(at, comment.End - at).Count('\n');
            at = comment.End;
            if (keepLines && lines > 0)
            {
                kept.Append('\n', lines);
            }
            else if (kept.Length == 0 || char.IsWhiteSpace(kept[^1]))
            {
                while (at < text.Length && text[at] is ' ' or '\t')
                {
                    at++;
                }
            }
        }

        kept.Append(text, at, text.Length - at);
        return kept.Length == text.Length ? text : kept.ToString();
    }

    /// <summary>Returns a text member without comments, or null if nothing else remains.</summary>
    public static string? RemoveFrom(string? text) =>
        text is null || Remove(text) is var rest && rest.Length == text.Length ? text
        : string.IsNullOrWhiteSpace(rest) ? null
        : rest.Trim();

    private static CommentMatch? Match(string text, int at) =>
        text[at] != '[' ? CommentSyntax.Match(text, at)
        : at == 0 || text[at - 1] == '\n' ? CommentSyntax.MatchDefinition(text, at)
        : null;
}
