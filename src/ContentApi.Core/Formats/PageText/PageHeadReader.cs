using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats.PageText;

/// <summary>
/// Reads the head of a page: title, founder's slug, the title again, then date, reading minutes and byline in any order, on one line or on
/// several. Unrecognized lines between them are kept for the dek, with a warning.
/// </summary>
internal sealed class PageHeadReader
{
    private const int MaxLines = 10;

    private readonly IReadOnlyList<PageLine> lines;
    private readonly TimeZoneInfo zone;
    private readonly List<Diagnostic> findings;

    public PageHeadReader(IReadOnlyList<PageLine> lines, TimeZoneInfo zone, List<Diagnostic> findings)
    {
        (this.lines, this.zone, this.findings) = (lines, zone, findings);
        Founder = 1 < lines.Count && IsFounder(lines, 1) ? lines[1].Text : null;
        Next = Founder is null ? 1 : 2;
        Next += Next < lines.Count && SectionHeading.IsSame(lines[Next].Text, Title) ? 1 : 0;
        ReadMetadata();
        if (Date is null && !findings.Exists(finding => finding.Severity == DiagnosticSeverity.Error))
        {
            findings.Add(Diagnostic.Warning(null, "the page has no date; the story gets that of its first publication"));
        }
    }

    public string Title => lines[0].Text;

    public string? Founder { get; }

    public DateTimeOffset? Date { get; private set; }

    public int? Minutes { get; private set; }

    public string? Byline { get; private set; }

    /// <summary>Gets the texts between the metadata that are not metadata themselves.</summary>
    public List<PageLine> Unplaced { get; } = [];

    /// <summary>Gets the index of the first line below the head.</summary>
    public int Next { get; private set; }

    /// <summary>
    /// Returns whether the line is a founder's slug under a title. A slug without a hyphen counts only if the rest of a head follows.
    /// </summary>
    public static bool IsFounder(IReadOnlyList<PageLine> lines, int index) =>
        PagePatterns.IsFounder(lines[index].Text, out var isSure)
        && (isSure || lines.Skip(index + 1).Take(3).Any(line => SectionHeading.IsSame(line.Text, lines[index - 1].Text) || IsMetadata(line.Text)));

    public static bool IsMetadata(string text) => IsDateOrMinutes(text) || PagePatterns.IsByline(text);

    public static bool IsDateOrMinutes(string text) => Array.Exists(Parts(text), part => DateParser.IsDateLike(part) || PagePatterns.Minutes(part) is not null);

    private static string[] Parts(string text) =>
        text.Length > 200 ? [text] : text.Split(['·', '|', '•'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private void ReadMetadata()
    {
        List<PageLine> passed = [];
        var hasParagraph = false;
        var start = Next;
        for (var i = start; i < Math.Min(lines.Count, start + MaxLines); i++)
        {
            var line = lines[i];
            if (PagePatterns.IsTakeawaysHeading(line.Text) || PagePatterns.IsJourneyHeading(line.Text) || PageHeadingRules.IsLabelled(line))
            {
                break;
            }

            if (IsNew(line.Text))
            {
                Unplaced.AddRange(passed);
                passed.Clear();
                Take(line);
                Next = i + 1;
                continue;
            }

            // One paragraph may precede the metadata; a paragraph after it starts the story.
            var isParagraph = !IsShort(line);
            if (isParagraph && (hasParagraph || Next > start))
            {
                break;
            }

            hasParagraph |= isParagraph;
            passed.Add(line);
        }

        foreach (var line in Unplaced.Where(IsShort))
        {
            findings.Add(Diagnostic.Warning(line.Number, $"'{line.Text}' is no date, reading time or byline in a form that is known; it is kept in the dek"));
        }
    }

    private static bool IsShort(PageLine line) => line.Text.Length <= 60 && !".!?…\"”。！？".Contains(line.Text[^1]);

    /// <summary>Returns whether the line adds metadata that is still missing. A second date or "By" belongs to the text.</summary>
    private bool IsNew(string text)
    {
        var parts = Parts(text);
        return Array.Exists(parts, part => (Date is null && DateParser.IsDateLike(part)) || (Minutes is null && PagePatterns.Minutes(part) is not null))
            || (Byline is null && parts.Length > 0 && Array.TrueForAll(parts, PagePatterns.IsByline));
    }

    private void Take(PageLine line)
    {
        foreach (var part in Parts(line.Text))
        {
            if (Date is null && DateParser.IsDateLike(part))
            {
                Date = DateParser.Parse(part, zone);
                if (Date is null)
                {
                    findings.Add(Diagnostic.Error(line.Number, $"'{part}' is no date of the calendar"));
                }
            }
            else if (Minutes is null && PagePatterns.Minutes(part) is { } minutes)
            {
                Minutes = minutes;
            }
            else if (Byline is null && PagePatterns.IsByline(part))
            {
                Byline = PagePatterns.WithoutBy(part);
            }
            else
            {
                Unplaced.Add(line with { Text = part });
            }
        }
    }
}
