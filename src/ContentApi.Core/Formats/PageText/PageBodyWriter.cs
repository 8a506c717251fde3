using System.Text;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.PageText;

/// <summary>Writes the lines of a story as Markdown. Keeps every line except share lines, such as "Share this story".</summary>
internal sealed class PageBodyWriter(IReadOnlyList<PageLine> lines, List<Diagnostic> diagnostics, CancellationToken cancellationToken)
{
    private readonly StringBuilder markdown = new();

    public string Markdown => markdown.ToString();

    public void AddLines(int start, int end)
    {
        for (var index = start; index < end;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            index = PagePatterns.IsShareLine(lines[index].Text) ? index + 1 : AddBlock(index, end, start);
        }
    }

    /// <summary>Adds lines that belong to no part of the page, with a warning for each line, so that their text is not lost.</summary>
    public void AddUnassignedLines(int start, int end)
    {
        for (var index = start; index < end; index++)
        {
            if (!PagePatterns.IsShareLine(lines[index].Text))
            {
                diagnostics.Add(Diagnostic.Warning(lines[index].Number, "this line does not belong to any part of the page; it is kept at the end of the body"));
            }
        }

        AddLines(start, end);
    }

    public void AppendBlock(string text, string separator = "\n\n") => markdown.Append(markdown.Length == 0 ? "" : separator).Append(text);

    /// <summary>
    /// Adds the heading, thematic break, bullet or paragraph at a line, or the numbered list that starts there. Returns the index of the
    /// next line.
    /// </summary>
    private int AddBlock(int index, int end, int start)
    {
        var line = lines[index];
        if (PageHeadingRules.IsHeading(lines, index))
        {
            AppendBlock($"## {MarkdownWriter.Escape(line.Text)}");
        }
        else if (PagePatterns.IsThematicBreak(line.Text))
        {
            AppendBlock("---");
        }
        else if (CountNumberedItems(index, end) is >= 2 and var count)
        {
            var items = lines.Skip(index).Take(count).Select(numbered => PagePatterns.GetItemText(numbered.Text, out _)!);
            AppendBlock(string.Join('\n', items.Select((text, i) => $"{i + 1}. {MarkdownWriter.Escape(text)}")));
            return index + count;
        }
        else if (line.Text[0] != '—' && PagePatterns.GetItemText(line.Text, out var isNumbered) is { } bulletText && !isNumbered)
        {
            var continuesList = index > start && !line.IsAfterBlank
                && PagePatterns.GetItemText(lines[index - 1].Text, out var wasNumbered) is not null && !wasNumbered;
            AppendBlock($"- {MarkdownWriter.Escape(bulletText)}", separator: continuesList ? "\n" : "\n\n");
        }
        else
        {
            if (index + 1 < end && PageHeadingRules.IsPossibleHeading(line))
            {
                diagnostics.Add(Diagnostic.Warning(line.Number, $"'{line.Text}' may be a heading; it is kept as a paragraph"));
            }

            AppendBlock(MarkdownWriter.Escape(line.Text), separator: index > start && PageLine.ContinuesParagraph(lines, index) ? "\n" : "\n\n");
        }

        return index + 1;
    }

    /// <summary>Returns the number of consecutive lines, from the index on, that are numbered 1, 2, 3, ….</summary>
    private int CountNumberedItems(int index, int end)
    {
        var count = 0;
        while (index + count < end && PagePatterns.GetItemNumber(lines[index + count].Text) == count + 1)
        {
            count++;
        }

        return count;
    }
}
