namespace ContentApi.Core.Text;

/// <summary>A comment in a text: the position after it, and whether it is closed. An unclosed comment extends to the end.</summary>
internal readonly record struct CommentMatch(int End, bool IsClosed);

/// <summary>
/// Recognizes comments of HTML (`&lt;!-- --&gt;`), Liquid (`{% comment %}`, `{% # %}`), kramdown (`{::comment}`), Obsidian (`%% %%`), and
/// Markdown comments in the form of link definitions (`[//]: # (text)`).
/// </summary>
/// <remarks>Each search ends at the end of a comment, which is then skipped, so a text is read in linear time.</remarks>
internal static class CommentSyntax
{
    /// <summary>Returns whether a text can contain a comment. Most texts cannot, and need no second pass.</summary>
    public static bool MayOccurIn(string text) =>
        text.Contains("<!--", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal) || text.Contains("{::", StringComparison.Ordinal)
        || text.Contains("%%", StringComparison.Ordinal) || text.Contains("]:", StringComparison.Ordinal);

    /// <summary>Returns the comment that starts at a position, or null.</summary>
    public static CommentMatch? Match(ReadOnlySpan<char> text, int start) => text[start..] switch
    {
        ['<', '!', '-', '-', ..] => Html(text, start),
        ['{', '%', ..] => Liquid(text, start),
        ['{', ':', ':', ..] => Kramdown(text, start),
        ['%', '%', ..] => Obsidian(text, start),
        _ => null,
    };

    /// <summary>
    /// Returns the comment at the start of a line that has the form of a link definition: `[//]:` or `[comment]:` followed by anything, and
    /// any label whose address is `&lt;&gt;`, or `#` with a title. Forms that CommonMark does not parse as definitions are accepted:
    /// `[//]: # (a (nested) remark)`, and one directly below a paragraph.
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
        var value = line[(labelEnd + 2)..].Trim();
        var address = value.IndexOfAny(' ', '\t') is >= 0 and var space ? value[..space] : value;
        var title = value[address.Length..].TrimStart();
        var isTitled = title is ['(' or '"' or '\'', ..];
        if (label is not "//" && !label.Equals("comment", StringComparison.OrdinalIgnoreCase) && address is not "<>" && !(address is "#" && isTitled))
        {
            return null;
        }

        var end = start + line.Length;
        if (title.IsEmpty)
        {
            // The Markdown parser itself reads a title on the next line.
            return label is "//" && address is not ("" or "#" or "<>") ? new(end, IsClosed: true) : null;
        }

        if (!isTitled)
        {
            return new(end, IsClosed: true);
        }

        // The title may span several lines; a blank line ends it.

        var closing = title[0] == '(' ? ')' : title[0];
        while (!(line.TrimEnd() is [.., var last] && last == closing) && end < text.Length)
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

    private static CommentMatch Html(ReadOnlySpan<char> text, int start)
    {
        var at = start + 4;
        if (text[at..] is ['>', ..] or ['-', '>', ..])
        {
            return new(at + (text[at] == '>' ? 1 : 2), IsClosed: true); // <!--> and <!---> are complete comments
        }

        while (text[at..].IndexOf("--") is >= 0 and var dashes)
        {
            at += dashes + 2;
            if (text[at..] is ['>', ..] or ['!', '>', ..])
            {
                return new(at + (text[at] == '>' ? 1 : 2), IsClosed: true);
            }

            at--; // dashes may overlap, as in --->
        }

        return Unclosed(text);
    }

    /// <summary>Matches a Liquid comment. Block comments nest; an inline comment ends with its tag.</summary>
    private static CommentMatch? Liquid(ReadOnlySpan<char> text, int start)
    {
        var name = TagName(text, start);
        if (name is ['#', ..])
        {
            return text[start..].IndexOf("%}") is >= 0 and var end ? new(start + end + 2, IsClosed: true) : Unclosed(text);
        }

        if (!IsWord(name, "comment"))
        {
            return null;
        }

        var (depth, at) = (1, start + 2);
        while (text[at..].IndexOf("{%") is >= 0 and var next)
        {
            at += next;
            var tag = TagName(text, at);
            depth += IsWord(tag, "comment") ? 1 : IsWord(tag, "endcomment") ? -1 : 0;
            if (depth == 0)
            {
                return text[at..].IndexOf("%}") is >= 0 and var end ? new(at + end + 2, IsClosed: true) : Unclosed(text);
            }

            at += 2;
        }

        return Unclosed(text);
    }

    private static ReadOnlySpan<char> TagName(ReadOnlySpan<char> text, int start)
    {
        var tag = text[(start + 2)..];
        return (tag is ['-', ..] ? tag[1..] : tag).TrimStart();
    }

    private static CommentMatch? Kramdown(ReadOnlySpan<char> text, int start)
    {
        if (!IsWord(text[(start + 3)..], "comment"))
        {
            return null;
        }

        var tag = text[start..].IndexOf('}');
        if (tag < 0)
        {
            return Unclosed(text);
        }

        var at = start + tag + 1;
        if (text[at - 2] == '/')
        {
            return new(at, IsClosed: true); // {::comment /}
        }

        while (text[at..].IndexOf("{:/") is >= 0 and var next)
        {
            at += next + 3;
            var closing = text[at..];
            if (closing is ['}', ..] || IsWord(closing, "comment"))
            {
                return closing.IndexOf('}') is >= 0 and var end ? new(at + end + 1, IsClosed: true) : Unclosed(text);
            }
        }

        return Unclosed(text);
    }

    /// <summary>
    /// Matches a pair of `%%`. A double percent sign after a number is not a comment, nor is an unpaired one inside a word.
    /// </summary>
    private static CommentMatch? Obsidian(ReadOnlySpan<char> text, int start)
    {
        var length = text[(start + 2)..].IndexOf("%%");
        var end = start + 2 + length;
        if (IsPercentage(text, start) && (length < 0 || IsPercentage(text, end)))
        {
            return null;
        }

        return length >= 0 ? new(end + 2, IsClosed: true)
            : start > 0 && char.IsLetterOrDigit(text[start - 1]) ? null
            : Unclosed(text);
    }

    private static bool IsPercentage(ReadOnlySpan<char> text, int start)
    {
        var before = start > 0 && text[start - 1] == ' ' ? start - 2 : start - 1;
        return before >= 0 && char.IsDigit(text[before]) && !(start + 2 < text.Length && char.IsLetterOrDigit(text[start + 2]));
    }

    private static bool IsWord(ReadOnlySpan<char> text, string word) =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (text.Length == word.Length || !(char.IsLetterOrDigit(text[word.Length]) || text[word.Length] == '_'));

    private static CommentMatch Unclosed(ReadOnlySpan<char> text) => new(text.Length, IsClosed: false);
}
