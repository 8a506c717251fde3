using System.Text;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.PageText;

/// <summary>Writes the lines of a story as Markdown headings, paragraphs and lists. Keeps every line except share lines.</summary>
internal sealed class PageBodyWriter(IReadOnlyList<PageLine> lines, List<Diagnostic> findings, CancellationToken cancellationToken)
{
    private readonly StringBuilder markdown = new();

    public string Markdown => markdown.ToString();

    public void Add(int start, int end)
    {
        for (var at = start; at < end;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            at = PagePatterns.IsShareLine(lines[at].Text) ? at + 1 : Add(at, end, start);
        }
    }

    /// <summary>Adds the lines below the story with a warning: no part of the page matches them, but their text must not be lost.</summary>
    public void Keep(int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (!PagePatterns.IsShareLine(lines[at].Text))
            {
                findings.Add(Diagnostic.Warning(lines[at].Number, "this line belongs to no part of the page; it is kept at the end of the body"));
            }
        }

        Add(start, end);
    }

    public void Append(string text, string separator = "\n\n") => markdown.Append(markdown.Length == 0 ? "" : separator).Append(text);

    private int Add(int at, int end, int start)
    {
        var line = lines[at];
        if (PageHeadingRules.IsHeading(lines, at))
        {
            Append($"## {MarkdownWriter.Escape(line.Text)}");
        }
        else if (PagePatterns.IsRule(line.Text))
        {
            Append("---");
        }
        else if (NumberedRun(at, end) is >= 2 and var count)
        {
            Append(string.Join('\n', lines.Skip(at).Take(count).Select((item, index) => $"{index + 1}. {MarkdownWriter.Escape(PagePatterns.Item(item.Text, out _)!)}")));
            return at + count;
        }
        else if (line.Text[0] != '—' && PagePatterns.Item(line.Text, out var isNumbered) is { } item && !isNumbered)
        {
            var goesOn = at > start && !line.AfterBlank && PagePatterns.Item(lines[at - 1].Text, out var wasNumbered) is not null && !wasNumbered;
            Append($"- {MarkdownWriter.Escape(item)}", separator: goesOn ? "\n" : "\n\n");
        }
        else
        {
            if (at + 1 < end && PageHeadingRules.IsDoubtful(line))
            {
                findings.Add(Diagnostic.Warning(line.Number, $"'{line.Text}' may be a heading; it is kept as a paragraph"));
            }

            Append(MarkdownWriter.Escape(line.Text), separator: at > start && PageLine.IsWrapped(lines, at) ? "\n" : "\n\n");
        }

        return at + 1;
    }

    /// <summary>Returns how many lines from here are numbered 1, 2, 3, … and form a list. A single number is part of its text.</summary>
    private int NumberedRun(int at, int end)
    {
        var count = 0;
        while (at + count < end && PagePatterns.Number(lines[at + count].Text) == count + 1)
        {
            count++;
        }

        return count;
    }
}
