using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats.PageText;

/// <summary>
/// Reads the head of a page: title, founder's slug, the title again, then date, reading minutes and byline in any order, on one line or on
/// several. Unrecognized lines between them become part of the dek; short ones cause a warning.
/// </summary>
internal sealed class PageHeadReader
{
    /// <summary>Maximum number of lines that are searched for metadata.</summary>
    private const int MaxMetadataLines = 10;

    private readonly IReadOnlyList<PageLine> lines;
    private readonly TimeZoneInfo zone;
    private readonly List<Diagnostic> diagnostics;

    public PageHeadReader(IReadOnlyList<PageLine> lines, TimeZoneInfo zone, List<Diagnostic> diagnostics)
    {
        (this.lines, this.zone, this.diagnostics) = (lines, zone, diagnostics);
        FounderSlug = 1 < lines.Count && IsFounderSlug(lines, 1) ? lines[1].Text : null;
        EndIndex = FounderSlug is null ? 1 : 2;
        EndIndex += EndIndex < lines.Count && SectionHeading.AreEquivalent(lines[EndIndex].Text, Title) ? 1 : 0;
        ReadMetadata();
        if (Date is null && !diagnostics.Exists(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            diagnostics.Add(Diagnostic.Warning(null, "the page has no date; the date of the first publication is used"));
        }
    }

    public string Title => lines[0].Text;

    public string? FounderSlug { get; }

    public DateTimeOffset? Date { get; private set; }

    public int? ReadingMinutes { get; private set; }

    public string? Byline { get; private set; }

    /// <summary>Gets the lines, and the parts of lines, that stand among the metadata but were not recognized as metadata.</summary>
    public List<PageLine> UnrecognizedLines { get; } = [];

    /// <summary>Gets the index of the first line below the head.</summary>
    public int EndIndex { get; private set; }

    /// <summary>
    /// Returns whether the line is a founder's slug under a title. A slug without a hyphen counts only if one of the next three lines
    /// repeats the title or is metadata.
    /// </summary>
    public static bool IsFounderSlug(IReadOnlyList<PageLine> lines, int index) =>
        PagePatterns.IsFounderSlug(lines[index].Text, out var isUnambiguous)
        && (isUnambiguous || lines.Skip(index + 1).Take(3).Any(line =>
            SectionHeading.AreEquivalent(line.Text, lines[index - 1].Text) || IsMetadata(line.Text)));

    public static bool IsMetadata(string text) => IsDateOrReadingTime(text) || PagePatterns.IsByline(text);

    public static bool IsDateOrReadingTime(string text) =>
        Array.Exists(SplitParts(text), part => DateParser.IsDateLike(part) || PagePatterns.ParseReadingMinutes(part) is not null);

    private static string[] SplitParts(string text) =>
        text.Length > 200 ? [text] : text.Split(['·', '|', '•'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private void ReadMetadata()
    {
        List<PageLine> skipped = [];
        var hasParagraph = false;
        var start = EndIndex;
        for (var i = start; i < Math.Min(lines.Count, start + MaxMetadataLines); i++)
        {
            var line = lines[i];
            if (PagePatterns.IsTakeawaysHeading(line.Text) || PagePatterns.IsCardsHeading(line.Text) || PageHeadingRules.HasSectionLabel(line))
            {
                break;
            }

            if (AddsMetadata(line.Text))
            {
                UnrecognizedLines.AddRange(skipped);
                skipped.Clear();
                ReadMetadataLine(line);
                EndIndex = i + 1;
                continue;
            }

            // At most one paragraph may precede the metadata. Any other paragraph starts the story.
            var isParagraph = !IsShort(line);
            if (isParagraph && (hasParagraph || EndIndex > start))
            {
                break;
            }

            hasParagraph |= isParagraph;
            skipped.Add(line);
        }

        foreach (var line in UnrecognizedLines.Where(IsShort))
        {
            diagnostics.Add(Diagnostic.Warning(line.Number, $"'{line.Text}' is not a recognized date, reading time or byline; it is kept in the dek"));
        }
    }

    private static bool IsShort(PageLine line) => line.Text.Length <= 60 && !".!?…\"”。！？".Contains(line.Text[^1]);

    /// <summary>Returns whether the line adds metadata that is still missing. A second date or "By" belongs to the text.</summary>
    private bool AddsMetadata(string text)
    {
        var parts = SplitParts(text);
        return Array.Exists(parts, part =>
                (Date is null && DateParser.IsDateLike(part)) || (ReadingMinutes is null && PagePatterns.ParseReadingMinutes(part) is not null))
            || (Byline is null && parts.Length > 0 && Array.TrueForAll(parts, PagePatterns.IsByline));
    }

    private void ReadMetadataLine(PageLine line)
    {
        foreach (var part in SplitParts(line.Text))
        {
            if (Date is null && DateParser.IsDateLike(part))
            {
                Date = DateParser.Parse(part, zone);
                if (Date is null)
                {
                    diagnostics.Add(Diagnostic.Error(line.Number, $"'{part}' must be an existing date"));
                }
            }
            else if (ReadingMinutes is null && PagePatterns.ParseReadingMinutes(part) is { } minutes)
            {
                ReadingMinutes = minutes;
            }
            else if (Byline is null && PagePatterns.IsByline(part))
            {
                Byline = PagePatterns.RemoveBylinePrefix(part);
            }
            else
            {
                UnrecognizedLines.Add(line with { Text = part });
            }
        }
    }
}
