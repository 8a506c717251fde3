namespace ContentApi.Core.Text;

/// <summary>
/// Recognizes comments of HTML (`&lt;!-- --&gt;`), Liquid (`{% comment %}`, `{% # %}`), kramdown (`{::comment}`), Obsidian (`%% %%`), and
/// Markdown comments in the form of link definitions (`[//]: # (text)`).
/// </summary>
/// <remarks>A search ends where the comment ends, and callers continue there, so that a whole text is read in linear time.</remarks>
internal static class CommentSyntax
{
    /// <summary>Returns false only if the text certainly contains no comment, which is the usual case.</summary>
    public static bool MayContainComment(string text) =>
        text.Contains("<!--", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal) || text.Contains("{::", StringComparison.Ordinal)
        || text.Contains("%%", StringComparison.Ordinal) || text.Contains("]:", StringComparison.Ordinal);

    /// <summary>Returns the comment that starts at a position, or null.</summary>
    public static CommentMatch? Match(ReadOnlySpan<char> text, int start) => text[start..] switch
    {
        ['<', '!', '-', '-', ..] => MatchHtml(text, start),
        ['{', '%', ..] => MatchLiquid(text, start),
        ['{', ':', ':', ..] => MatchKramdown(text, start),
        ['%', '%', ..] => MatchObsidian(text, start),
        _ => null,
    };

    /// <summary>
    /// Returns the comment that starts at a position and has the form of a link definition, or null. The position must be the start of a
    /// line. The label must be `//` or `comment`, or the destination must be `&lt;&gt;`, or `#` with a title. Text must follow the
    /// destination; only after `[//]:`, the destination can be the text itself. Also accepts definitions that CommonMark does not parse:
    /// `[//]: # (a (nested) remark)`, and definitions directly below a paragraph.
    /// </summary>
    public static CommentMatch? MatchDefinition(ReadOnlySpan<char> text, int start)
    {
        var line = text[start..];
        line = line.IndexOf('\n') is >= 0 and var length ? line[..length] : line;
        var labelEnd = line.IndexOf("]:");
        if (line is not ['[', not '^', ..] || labelEnd < 0)
        {
            return null;
        }

        var label = line[1..labelEnd].Trim();
        var definition = line[(labelEnd + 2)..].Trim();
        var destination = definition.IndexOfAny(' ', '\t') is >= 0 and var space ? definition[..space] : definition;
        var title = definition[destination.Length..].TrimStart();
        var hasTitle = title is ['(' or '"' or '\'', ..];
        if (label is not "//" && !label.Equals("comment", StringComparison.OrdinalIgnoreCase) && destination is not "<>" && !(destination is "#" && hasTitle))
        {
            return null;
        }

        var end = start + line.Length;
        if (title.IsEmpty)
        {
            // Leave any other definition to the Markdown parser: its title may be on the next line.
            return label is "//" && destination is not ("" or "#" or "<>") ? new(end, IsClosed: true) : null;
        }

        if (!hasTitle)
        {
            return new(end, IsClosed: true);
        }

        // The title may span several lines; a blank line ends it.
        var closingQuote = title[0] == '(' ? ')' : title[0];
        while (!(line.TrimEnd() is [.., var last] && last == closingQuote) && end < text.Length)
        {
            line = text[(end + 1)..];
            line = line.IndexOf('\n') is >= 0 and var next ? line[..next] : line;
            if (line.IsWhiteSpace())
            {
                break;
            }

            end += 1 + line.Length;
        }

        return new(end, IsClosed: true);
    }

    private static CommentMatch MatchHtml(ReadOnlySpan<char> text, int start)
    {
        var position = start + 4;
        if (text[position..] is ['>', ..] or ['-', '>', ..])
        {
            return new(position + (text[position] == '>' ? 1 : 2), IsClosed: true); // <!--> and <!---> are complete comments
        }

        while (text[position..].IndexOf("--") is >= 0 and var dashes)
        {
            position += dashes + 2;
            if (text[position..] is ['>', ..] or ['!', '>', ..])
            {
                return new(position + (text[position] == '>' ? 1 : 2), IsClosed: true);
            }

            position--; // dashes may overlap, as in --->
        }

        return CreateUnclosed(text);
    }

    /// <summary>Matches a Liquid comment. Block comments nest; an inline comment ends with its tag.</summary>
    private static CommentMatch? MatchLiquid(ReadOnlySpan<char> text, int start)
    {
        var openingTag = GetTagContent(text, start);
        if (openingTag is ['#', ..])
        {
            return text[start..].IndexOf("%}") is >= 0 and var endOffset ? new(start + endOffset + 2, IsClosed: true) : CreateUnclosed(text);
        }

        if (!StartsWithWord(openingTag, "comment"))
        {
            return null;
        }

        var (depth, position) = (1, start + 2);
        while (text[position..].IndexOf("{%") is >= 0 and var next)
        {
            position += next;
            var tag = GetTagContent(text, position);
            depth += StartsWithWord(tag, "comment") ? 1 : StartsWithWord(tag, "endcomment") ? -1 : 0;
            if (depth == 0)
            {
                return text[position..].IndexOf("%}") is >= 0 and var endOffset ? new(position + endOffset + 2, IsClosed: true) : CreateUnclosed(text);
            }

            position += 2;
        }

        return CreateUnclosed(text);
    }

    private static ReadOnlySpan<char> GetTagContent(ReadOnlySpan<char> text, int start)
    {
        var tag = text[(start + 2)..];
        return (tag is ['-', ..] ? tag[1..] : tag).TrimStart();
    }

    private static CommentMatch? MatchKramdown(ReadOnlySpan<char> text, int start)
    {
        if (!StartsWithWord(text[(start + 3)..], "comment"))
        {
            return null;
        }

        var tagLength = text[start..].IndexOf('}');
        if (tagLength < 0)
        {
            return CreateUnclosed(text);
        }

        var position = start + tagLength + 1;
        if (text[position - 2] == '/')
        {
            return new(position, IsClosed: true); // {::comment /}
        }

        while (text[position..].IndexOf("{:/") is >= 0 and var next)
        {
            position += next + 3;
            var closingTag = text[position..];
            if (closingTag is ['}', ..] || StartsWithWord(closingTag, "comment"))
            {
                return closingTag.IndexOf('}') is >= 0 and var endOffset ? new(position + endOffset + 1, IsClosed: true) : CreateUnclosed(text);
            }
        }

        return CreateUnclosed(text);
    }

    /// <summary>
    /// Matches a pair of `%%`. After a number, `%%` opens a comment only if the next `%%` does not follow a number. Directly after a letter
    /// or digit, an unpaired `%%` does not open a comment.
    /// </summary>
    private static CommentMatch? MatchObsidian(ReadOnlySpan<char> text, int start)
    {
        var length = text[(start + 2)..].IndexOf("%%");
        var end = start + 2 + length;
        if (IsPercentage(text, start) && (length < 0 || IsPercentage(text, end)))
        {
            return null;
        }

        return length >= 0 ? new(end + 2, IsClosed: true)
            : start > 0 && char.IsLetterOrDigit(text[start - 1]) ? null
            : CreateUnclosed(text);
    }

    private static bool IsPercentage(ReadOnlySpan<char> text, int start)
    {
        var previous = start > 0 && text[start - 1] == ' ' ? start - 2 : start - 1;
        return previous >= 0 && char.IsDigit(text[previous]) && !(start + 2 < text.Length && char.IsLetterOrDigit(text[start + 2]));
    }

    private static bool StartsWithWord(ReadOnlySpan<char> text, string word) =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (text.Length == word.Length || !(char.IsLetterOrDigit(text[word.Length]) || text[word.Length] == '_'));

    private static CommentMatch CreateUnclosed(ReadOnlySpan<char> text) => new(text.Length, IsClosed: false);
}
