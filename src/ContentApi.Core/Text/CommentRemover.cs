using System.Buffers;
using System.Text;

namespace ContentApi.Core.Text;

/// <summary>Removes comments from plain text, in which nothing is code: titles, deks, names, exported pages.</summary>
internal static class CommentRemover
{
    private static readonly SearchValues<char> OpeningCharacters = SearchValues.Create("<{%[");

    /// <summary>
    /// Returns the text without comments. If a comment starts the text or follows whitespace, spaces and tabs after it are removed, too.
    /// With <paramref name="keepLineBreaks"/>, a comment of several lines is instead replaced by its line breaks, to preserve line numbers.
    /// </summary>
    public static string Remove(string text, bool keepLineBreaks = false)
    {
        if (!CommentSyntax.MayContainComment(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var position = 0;
        while (text.AsSpan(position).IndexOfAny(OpeningCharacters) is >= 0 and var offset)
        {
            result.Append(text, position, offset);
            position += offset;
            if (Match(text, position) is not { } comment)
            {
                result.Append(text[position++]);
                continue;
            }

            var lineBreaks = text.AsSpan(position, comment.End - position).Count('\n');
            position = comment.End;
            if (keepLineBreaks && lineBreaks > 0)
            {
                result.Append('\n', lineBreaks);
            }
            else if (result.Length == 0 || char.IsWhiteSpace(result[^1]))
            {
                while (position < text.Length && text[position] is ' ' or '\t')
                {
                    position++;
                }
            }
        }

        result.Append(text, position, text.Length - position);
        return result.Length == text.Length ? text : result.ToString();
    }

    /// <summary>
    /// Returns the trimmed text without comments, or null if it consists only of comments. A text that has no comments is returned
    /// unchanged.
    /// </summary>
    public static string? RemoveOrNullIfOnlyComments(string? text) =>
        text is null || Remove(text) is var remaining && remaining.Length == text.Length ? text
        : string.IsNullOrWhiteSpace(remaining) ? null
        : remaining.Trim();

    private static CommentMatch? Match(string text, int position) =>
        text[position] != '[' ? CommentSyntax.Match(text, position)
        : position == 0 || text[position - 1] == '\n' ? CommentSyntax.MatchDefinition(text, position)
        : null;
}
