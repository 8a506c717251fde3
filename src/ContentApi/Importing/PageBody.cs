using System.Text;
using ContentApi.Authoring.Body;

namespace ContentApi.Importing;

/// <summary>Writes the lines of a story as Markdown: headings, paragraphs, lists. Every line comes out.</summary>
internal sealed class PageBody(IReadOnlyList<PageLine> lines, List<Finding> findings, CancellationToken cancellationToken)
{
    private readonly StringBuilder markdown = new();

    public string Markdown => markdown.ToString();

    public void Add(int start, int end)
    {
        for (var at = start; at < end;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            at = PageForm.IsShareLine(lines[at].Text) ? at + 1 : Add(at, end, start);
        }
    }

    /// <summary>Lines below the story: text that must not be lost, though the page has no place for it.</summary>
    public void Keep(int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (!PageForm.IsShareLine(lines[at].Text))
            {
                findings.Add(Finding.Warning(lines[at].Number, "this line belongs to no part of the page; it is kept at the end of the body"));
            }
        }

        Add(start, end);
    }

    public void Append(string text, string separator = "\n\n") => markdown.Append(markdown.Length == 0 ? "" : separator).Append(text);

    private int Add(int at, int end, int start)
    {
        var line = lines[at];
        if (PageHeading.IsHeading(lines, at))
        {
            Append($"## {MarkdownWriter.Escape(line.Text)}");
        }
        else if (PageForm.IsRule(line.Text))
        {
            Append("---");
        }
        else if (NumberedRun(at, end) is >= 2 and var count)
        {
            Append(string.Join('\n', lines.Skip(at).Take(count).Select((item, index) => $"{index + 1}. {MarkdownWriter.Escape(PageForm.Item(item.Text, out _)!)}")));
            return at + count;
        }
        else if (line.Text[0] != '—' && PageForm.Item(line.Text, out var isNumbered) is { } item && !isNumbered)
        {
            var goesOn = at > start && !line.AfterBlank && PageForm.Item(lines[at - 1].Text, out var wasNumbered) is not null && !wasNumbered;
            Append($"- {MarkdownWriter.Escape(item)}", separator: goesOn ? "\n" : "\n\n");
        }
        else
        {
            if (at + 1 < end && PageHeading.IsDoubtful(line))
            {
                findings.Add(Finding.Warning(line.Number, $"'{line.Text}' may be a heading; it is kept as a paragraph"));
            }

            Append(MarkdownWriter.Escape(line.Text), separator: at > start && PageLine.IsWrapped(lines, at) ? "\n" : "\n\n");
        }

        return at + 1;
    }

    /// <summary>How many lines from here are numbered 1, 2, 3: a list. A number that stands alone is part of its text.</summary>
    private int NumberedRun(int at, int end)
    {
        var count = 0;
        while (at + count < end && PageForm.Number(lines[at + count].Text) == count + 1)
        {
            count++;
        }

        return count;
    }
}
