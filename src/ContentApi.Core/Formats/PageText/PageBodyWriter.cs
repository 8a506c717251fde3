using System.Text;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.PageText;

/// <summary>Writes the lines of a story as Markdown headings, paragraphs and lists. Keeps every line except share lines.</summary>
internal sealed class PageBodyWriter(IReadOnlyList<PageLine> lines, List<Diagnostic> diagnostics, CancellationToken cancellationToken)
{
    private readonly StringBuilder markdown = new();

    public string Markdown => markdown.ToString();

    public void AddLines(int start, int end)
    {
        for (var at = start; at < end;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            at = PagePatterns.IsShareLine(lines[at].Text) ? at + 1 : AddLines(at, end, start);
        }
    }

    /// <summary>Adds the lines below the story with a warning: no part of the page matches them, but their text must not be lost.</summary>
    public void AddUnassignedLines(int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (!PagePatterns.IsShareLine(lines[at].Text))
            {
                diagnostics.Add(Diagnostic.Warning(lines[at].Number, "this line belongs to no part of the page; it is kept at the end of the body"));
            }
        }

        AddLines(start, end);
    }

    public void AppendBlock(string text, string separator = "\n\n") => markdown.Append(markdown.Length == 0 ? "" : separator).Append(text);

    private int AddLines(int at, int end, int start)
    {
        var line = lines[at];
        if (PageHeadingRules.IsHeading(lines, at))
        {
            AppendBlock($"## {MarkdownWriter.Escape(line.Text)}");
        }
        else if (PagePatterns.IsThematicBreak(line.Text))
        {
            AppendBlock("---");
        }
        else if (CountNumberedItems(at, end) is >= 2 and var count)
        {
            AppendBlock(string.Join('\n', lines.Skip(at).Take(count).Select((item, index) => $"{index + 1}. {MarkdownWriter.Escape(PagePatterns.GetItemText(item.Text, out _)!)}")));
            return at + count;
        }
        else if (line.Text[0] != '—' && PagePatterns.GetItemText(line.Text, out var isNumbered) is { } item && !isNumbered)
        {
            var continuesList = at > start && !line.IsAfterBlank && PagePatterns.GetItemText(lines[at - 1].Text, out var wasNumbered) is not null && !wasNumbered;
            AppendBlock($"- {MarkdownWriter.Escape(item)}", separator: continuesList ? "\n" : "\n\n");
        }
        else
        {
            if (at + 1 < end && PageHeadingRules.IsPossibleHeading(line))
            {
                diagnostics.Add(Diagnostic.Warning(line.Number, $"'{line.Text}' may be a heading; it is kept as a paragraph"));
            }

            AppendBlock(MarkdownWriter.Escape(line.Text), separator: at > start && PageLine.ContinuesParagraph(lines, at) ? "\n" : "\n\n");
        }

        return at + 1;
    }

    /// <summary>Returns how many lines from here are numbered 1, 2, 3, … and form a list. A single number is part of its text.</summary>
    private int CountNumberedItems(int at, int end)
    {
        var count = 0;
        while (at + count < end && PagePatterns.GetItemNumber(lines[at + count].Text) == count + 1)
        {
            count++;
        }

        return count;
    }
}
