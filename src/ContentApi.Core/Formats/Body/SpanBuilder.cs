using System.Text;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>Builds a list of spans: merges adjacent spans of the same style and trims both ends.</summary>
internal sealed class SpanBuilder
{
    /// <summary>The order of the marks of a span, outermost first.</summary>
    public static readonly IReadOnlyList<string> MarkOrder = [Mark.Emphasis, Mark.Strong, Mark.Strikethrough, Mark.Code];

    private static readonly string[] CitationDashes = ["— ", "– ", "-- "];

    private readonly List<Span> spans = [];

    /// <summary>Text of the last span. A builder, because a paragraph can consist of a hundred thousand pieces.</summary>
    private readonly StringBuilder openText = new();

    private IReadOnlyList<string> openMarks = [];
    private string? openHref;

    /// <summary>Gets whether the text ends with a space or line break, or is empty.</summary>
    public bool EndsWithSpace => (openText.Length > 0 ? openText[^1] : spans.Count > 0 ? spans[^1].Text[^1] : ' ') is ' ' or '\n';

    public void Add(string text, IReadOnlyList<string> marks, string? href)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (openHref != href || !openMarks.SequenceEqual(marks, StringComparer.Ordinal))
        {
            CloseSpan();
            (openMarks, openHref) = (marks, href);
        }

        openText.Append(text);
    }

    public void AddRange(IEnumerable<Span> newSpans)
    {
        foreach (var span in newSpans)
        {
            Add(span.Text, span.Marks, span.Href);
        }
    }

    /// <summary>Adds a separator between the existing content and the content that follows.</summary>
    public void AddSeparator(string separator)
    {
        if (spans.Count > 0 || openText.Length > 0)
        {
            Add(separator, [], href: null);
        }
    }

    /// <summary>
    /// Removes and returns the citation of a quote: its last line, if this line is plain text that starts with a dash and follows other
    /// text. Otherwise, or if the line is too long, returns null.
    /// </summary>
    public string? TakeCitation()
    {
        CloseSpan();
        if (spans.Count == 0 || spans[^1] is not { Marks.Count: 0, Href: null } last)
        {
            return null;
        }

        var start = last.Text.LastIndexOf('\n') + 1;
        var line = last.Text[start..];
        var dash = Array.Find(CitationDashes, dash => line.StartsWith(dash, StringComparison.Ordinal));
        if (dash is null || line.Length > BodyLimits.MaxCiteLength || (start == 0 && spans.Count == 1))
        {
            return null;
        }

        spans[^1] = last with { Text = last.Text[..start] };
        return line[dash.Length..].Trim();
    }

    public IReadOnlyList<Span> ToList()
    {
        CloseSpan();
        var firstVisible = spans.FindIndex(span => !string.IsNullOrWhiteSpace(span.Text));
        spans.RemoveRange(0, firstVisible < 0 ? spans.Count : firstVisible); // one call for up to a hundred thousand blank spans
        if (spans.Count > 0)
        {
            ReplaceText(0, spans[0].Text.TrimStart());
        }

        while (spans.Count > 0 && spans[^1].Text.TrimEnd() is var text && text.Length < spans[^1].Text.Length)
        {
            ReplaceText(spans.Count - 1, text);
        }

        return spans;
    }

    private void CloseSpan()
    {
        if (openText.Length > 0)
        {
            spans.Add(new() { Text = openText.ToString(), Marks = openMarks, Href = openHref });
            openText.Clear();
        }
    }

    private void ReplaceText(int index, string text)
    {
        if (text.Length == 0)
        {
            spans.RemoveAt(index);
        }
        else
        {
            spans[index] = spans[index] with { Text = text };
        }
    }
}
