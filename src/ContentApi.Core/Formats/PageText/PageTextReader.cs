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
    private const int MaxDekLength = 2000;

    private readonly List<PageLine> lines;
    private readonly TimeZoneInfo zone;
    private readonly List<Diagnostic> diagnostics = [];
    private readonly PageBodyWriter body;
    private int position;

    private PageTextReader(string[] text, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        (lines, this.zone) = (PageLine.Parse(text), zone);
        body = new(lines, diagnostics, cancellationToken);
    }

    /// <summary>Returns whether a text without front matter has the form of an exported page.</summary>
    public static bool IsPage(string[] text)
    {
        var page = PageLine.Parse(text);
        if (page.Count < 2 || page[0].Text[0] == '#' || PagePatterns.IsThematicBreak(page[1].Text))
        {
            return false;
        }

        return PageHeadReader.IsFounderSlug(page, 1)
            || page.Take(3).Skip(1).Any(line => SectionHeading.AreEquivalent(line.Text, page[0].Text) || PageHeadReader.IsDateOrReadingTime(line.Text))
            || page.Exists(line => PagePatterns.IsTakeawaysHeading(line.Text) || PagePatterns.IsCardsHeading(line.Text));
    }

    public static DocumentParseResult Read(string[] text, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        new PageTextReader(text, zone, cancellationToken).Read();

    private DocumentParseResult Read()
    {
        var head = new PageHeadReader(lines, zone, diagnostics);
        position = head.EndIndex;
        var layout = PageLayout.Find(lines, position);
        var cardsIndex = layout.CardsIndex < 0 ? lines.Count : layout.CardsIndex;
        var dek = ReadDek(head, layout, cardsIndex);
        List<PageLine> shortTakeaways = layout.ShortTakeawaysIndex < 0
            ? []
            : PageLayout.ReadItems(lines, layout.ShortTakeawaysIndex, cardsIndex, out position);
        var bodyEnd = layout.FullTakeawaysIndex >= position ? layout.FullTakeawaysIndex
            : layout.ShareLineIndex >= position ? layout.ShareLineIndex
            : cardsIndex;
        body.AddLines(position, bodyEnd);

        List<PageLine> fullTakeaways = [];
        var unassignedStart = bodyEnd;
        if (layout.FullTakeawaysIndex >= position)
        {
            fullTakeaways = PageLayout.ReadItems(lines, layout.FullTakeawaysIndex, cardsIndex, out unassignedStart);
        }

        body.AddUnassignedLines(unassignedStart, cardsIndex);
        var document = new StoryDocument
        {
            Title = head.Title,
            Founder = head.FounderSlug is null ? null : new() { Slug = head.FounderSlug },
            PublishedAt = head.Date,
            Byline = head.Byline,
            Dek = dek,
            ReadingMinutes = head.ReadingMinutes,
            Takeaways = PageTakeawayMerger.Merge(shortTakeaways.ConvertAll(line => line.Text), fullTakeaways, diagnostics),
            Body = "",
        };
        var cards = new PageCardReader(lines, document.GetSlug(), diagnostics, line => body.AppendBlock(MarkdownWriter.Escape(line.Text)));
        document = document with { Recommendations = cards.Read(cardsIndex + 1) };
        document = document with { Body = body.Markdown }; // after the cards, which may add lines to it
        return diagnostics.Exists(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? DocumentParseResult.Failed(diagnostics) : new(document, diagnostics);
    }

    /// <summary>
    /// Reads the dek: the unrecognized lines of the head, followed by the text above the short takeaways. If there are no short takeaways,
    /// the first paragraph under the metadata is used instead, if the story continues after it.
    /// </summary>
    private string? ReadDek(PageHeadReader head, PageLayout layout, int end)
    {
        List<(int Line, StringBuilder Text)> paragraphs = head.UnrecognizedLines.ConvertAll(line => (line.Number, new StringBuilder(line.Text)));
        var hasShortTakeaways = layout.ShortTakeawaysIndex >= 0;
        var storyEnd = layout.FullTakeawaysIndex < 0 ? end : layout.FullTakeawaysIndex;
        var dekEnd = hasShortTakeaways ? layout.ShortTakeawaysIndex : position + (IsDek(head, storyEnd) ? 1 : 0);
        bool IsWrapped() => !hasShortTakeaways && position < end && PageLine.ContinuesParagraph(lines, position);
        for (var isFirst = true; position < dekEnd || (!isFirst && IsWrapped()); position++, isFirst = false)
        {
            if (PagePatterns.IsShareLine(lines[position].Text))
            {
                continue;
            }

            if (!isFirst && PageLine.ContinuesParagraph(lines, position))
            {
                paragraphs[^1].Text.Append(' ').Append(lines[position].Text);
            }
            else
            {
                paragraphs.Add((lines[position].Number, new StringBuilder(lines[position].Text)));
            }
        }

        // Paragraphs that do not fit into the dek become the start of the body.
        var (fittingCount, length) = (0, 0);
        while (fittingCount < paragraphs.Count && length + paragraphs[fittingCount].Text.Length <= MaxDekLength)
        {
            length += paragraphs[fittingCount++].Text.Length + 2;
        }

        foreach (var (line, text) in paragraphs.Skip(fittingCount))
        {
            diagnostics.Add(Diagnostic.Warning(line, $"a dek can have at most {MaxDekLength:N0} characters; this paragraph is kept at the start of the body"));
            body.AppendBlock(MarkdownWriter.Escape(text.ToString()));
        }

        return fittingCount == 0 ? null : string.Join("\n\n", paragraphs.Take(fittingCount).Select(paragraph => paragraph.Text));
    }

    /// <summary>Returns whether the paragraph under the metadata is the dek. Warns if it could be the start of the story.</summary>
    private bool IsDek(PageHeadReader head, int storyEnd)
    {
        if (position <= 1 || position + 1 >= storyEnd || lines[position].Text.Length > MaxDekLength || head.UnrecognizedLines.Exists(line => line.Text.Length > 60)
            || PageHeadingRules.IsHeading(lines, position)
            || PagePatterns.GetItemText(lines[position].Text, out _) is not null
            || PagePatterns.IsTakeawaysHeading(lines[position].Text))
        {
            return false;
        }

        if (lines[position].IsAfterBlank && !PageHeadingRules.IsHeading(lines, position + 1))
        {
            diagnostics.Add(Diagnostic.Warning(lines[position].Number, "this paragraph is used as the dek; move it below a heading if it is part of the story"));
        }

        return true;
    }
}
