using System.Text;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats.PageText;

/// <summary>
/// Reads a story page exported as text: title, founder's slug, the title again, date, minutes, byline, dek, short takeaways, sections, full
/// takeaways, share line, and the cards of "Continue Your Journey". Any part may be missing. Text that fits no part stays in the body.
/// </summary>
internal sealed class PageTextReader
{
    private const int MaxDek = 2000;

    private readonly List<PageLine> lines;
    private readonly TimeZoneInfo zone;
    private readonly List<Diagnostic> findings = [];
    private readonly PageBodyWriter body;
    private int at;

    private PageTextReader(string[] text, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        (lines, this.zone) = (PageLine.Parse(text), zone);
        body = new(lines, findings, cancellationToken);
    }

    /// <summary>Returns whether a text without front matter has the form of an exported page.</summary>
    public static bool IsPage(string[] text)
    {
        var page = PageLine.Parse(text);
        if (page.Count < 2 || page[0].Text[0] == '#' || PagePatterns.IsRule(page[1].Text))
        {
            return false;
        }

        return PageHeadReader.IsFounder(page, 1)
            || page.Take(3).Skip(1).Any(line => SectionHeading.IsSame(line.Text, page[0].Text) || PageHeadReader.IsDateOrMinutes(line.Text))
            || page.Exists(line => PagePatterns.IsTakeawaysHeading(line.Text) || PagePatterns.IsJourneyHeading(line.Text));
    }

    public static DocumentParseResult Read(string[] text, TimeZoneInfo zone, CancellationToken cancellationToken) => new PageTextReader(text, zone, cancellationToken).Read();

    private DocumentParseResult Read()
    {
        var head = new PageHeadReader(lines, zone, findings);
        at = head.Next;
        var parts = PageLayout.Find(lines, at);
        var cardsStart = parts.Journey < 0 ? lines.Count : parts.Journey;
        var dek = ReadDek(head, parts, cardsStart);
        List<PageLine> shortOnes = parts.Top < 0 ? [] : PageLayout.Items(lines, parts.Top, cardsStart, out at);
        var bodyEnd = parts.End >= at ? parts.End : parts.Share >= at ? parts.Share : cardsStart;
        body.Add(at, bodyEnd);

        List<PageLine> fullOnes = [];
        var below = bodyEnd;
        if (parts.End >= at)
        {
            fullOnes = PageLayout.Items(lines, parts.End, cardsStart, out below);
        }

        body.Keep(below, cardsStart);
        var document = new StoryDocument
        {
            Title = head.Title,
            Founder = head.Founder is null ? null : new() { Slug = head.Founder },
            PublishedAt = head.Date,
            Byline = head.Byline,
            Dek = dek,
            ReadingMinutes = head.Minutes,
            Takeaways = PageTakeawayReader.Merge(shortOnes.ConvertAll(line => line.Text), fullOnes, findings),
            Body = "",
        };
        document = document with { Recommendations = new PageCardReader(lines, document.PublicName(), findings, line => body.Append(MarkdownWriter.Escape(line.Text))).Read(cardsStart + 1) };
        document = document with { Body = body.Markdown };
        return findings.Exists(finding => finding.Severity == DiagnosticSeverity.Error) ? DocumentParseResult.Failed(findings) : new(document, findings);
    }

    /// <summary>
    /// Reads the dek: the text above the short takeaways; without takeaways, the first paragraph under the metadata, if the story continues
    /// after it.
    /// </summary>
    private string? ReadDek(PageHeadReader head, PageLayout parts, int end)
    {
        List<(int Line, StringBuilder Text)> paragraphs = head.Unplaced.ConvertAll(line => (line.Number, new StringBuilder(line.Text)));
        var until = parts.Top >= 0 ? parts.Top : at + (IsDek(head, parts.End < 0 ? end : parts.End) ? 1 : 0);
        for (var first = true; at < until || (!first && parts.Top < 0 && at < end && PageLine.IsWrapped(lines, at)); at++, first = false)
        {
            if (PagePatterns.IsShareLine(lines[at].Text))
            {
                continue;
            }

            if (!first && PageLine.IsWrapped(lines, at))
            {
                paragraphs[^1].Text.Append(' ').Append(lines[at].Text);
            }
            else
            {
                paragraphs.Add((lines[at].Number, new StringBuilder(lines[at].Text)));
            }
        }

        // Paragraphs that do not fit into the dek become the start of the body.
        var (fits, length) = (0, 0);
        while (fits < paragraphs.Count && length + paragraphs[fits].Text.Length <= MaxDek)
        {
            length += paragraphs[fits++].Text.Length + 2;
        }

        foreach (var (line, text) in paragraphs.Skip(fits))
        {
            findings.Add(Diagnostic.Warning(line, $"a dek has at most {MaxDek:N0} characters; this paragraph is kept at the start of the body"));
            body.Append(MarkdownWriter.Escape(text.ToString()));
        }

        return fits == 0 ? null : string.Join("\n\n", paragraphs.Take(fits).Select(paragraph => paragraph.Text));
    }

    private bool IsDek(PageHeadReader head, int end)
    {
        if (at <= 1 || at + 1 >= end || lines[at].Text.Length > MaxDek || head.Unplaced.Exists(line => line.Text.Length > 60)
            || PageHeadingRules.IsHeading(lines, at) || PagePatterns.Item(lines[at].Text, out _) is not null || PagePatterns.IsTakeawaysHeading(lines[at].Text))
        {
            return false;
        }

        if (lines[at].AfterBlank && !PageHeadingRules.IsHeading(lines, at + 1))
        {
            findings.Add(Diagnostic.Warning(lines[at].Number, "this paragraph is taken for the dek; nothing on the page tells it from the story"));
        }

        return true;
    }
}
