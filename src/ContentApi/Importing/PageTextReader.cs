using System.Text;
using ContentApi.Authoring;
using ContentApi.Authoring.Body;
using ContentApi.Stories;

namespace ContentApi.Importing;

/// <summary>
/// A story page exported as text: title, founder's slug, the title again, date, minutes, byline, dek, short takeaways, sections, full
/// takeaways, share line, and the cards of "Continue Your Journey". Any part may be missing. What cannot be placed stays in the body.
/// </summary>
internal sealed class PageTextReader
{
    private readonly List<PageLine> lines;
    private readonly TimeZoneInfo zone;
    private readonly List<Finding> findings = [];
    private readonly StringBuilder body = new();
    private int at;

    private PageTextReader(string[] text, TimeZoneInfo zone) => (lines, this.zone) = (PageLine.Of(text), zone);

    /// <summary>Whether a text without front matter has the form of an exported page.</summary>
    public static bool IsPage(string[] text)
    {
        var page = PageLine.Of(text);
        if (page.Count < 2 || page[0].Text[0] == '#')
        {
            return false;
        }

        return IsFounder(page[1])
            || page.Take(3).Skip(1).Any(line => SectionHeading.IsSame(line.Text, page[0].Text))
            || page.Exists(line => PageForm.IsTakeawaysHeading(line.Text) || PageForm.IsJourneyHeading(line.Text));
    }

    public static ReadResult Read(string[] text, TimeZoneInfo zone) => new PageTextReader(text, zone).Read();

    /// <summary>A byline names who wrote it; "By" is how a page prints it.</summary>
    public static string? WithoutBy(string? byline) =>
        byline is not null && byline.StartsWith("by ", StringComparison.OrdinalIgnoreCase) ? byline[3..].Trim() : byline;

    private ReadResult Read()
    {
        var title = lines[at++].Text;
        var founder = at < lines.Count && IsFounder(lines[at]) ? lines[at++].Text : null;
        if (at < lines.Count && SectionHeading.IsSame(lines[at].Text, title))
        {
            at++;
        }

        var (date, minutes, byline) = ReadMetadata();
        var (top, end) = FindTakeaways();
        var journey = lines.FindIndex(at, line => PageForm.IsJourneyHeading(line.Text));
        var dek = ReadDek(top, hasMetadata: at > 1);
        List<PageLine> shortOnes = top < 0 ? [] : ReadItems(top, out at);
        var bodyEnd = FirstOf(end, lines.FindIndex(at, line => PageForm.IsShareLine(line.Text)), journey);
        ReadBody(bodyEnd);

        List<PageLine> fullOnes = [];
        if (end >= 0)
        {
            fullOnes = ReadItems(end, out at);
        }

        KeepUntil(journey < 0 ? lines.Count : journey);
        var cards = journey < 0 ? [] : ReadCards(journey + 1);
        var document = new StoryDocument
        {
            Title = title,
            Founder = founder is null ? null : new() { Slug = founder },
            PublishedAt = date,
            Byline = byline,
            Dek = dek,
            ReadingMinutes = minutes,
            Takeaways = PageTakeaways.Merge(shortOnes.ConvertAll(line => line.Text), fullOnes, findings),
            Recommendations = cards,
            Body = body.ToString(),
        };
        return findings.Exists(finding => finding.Severity == Severity.Error) ? ReadResult.Failed(findings) : new(document, findings);
    }

    private (DateTimeOffset? Date, int? Minutes, string? Byline) ReadMetadata()
    {
        (DateTimeOffset? date, int? minutes, string? byline) = (null, null, null);
        for (; at < lines.Count; at++)
        {
            // Some exports put them on one line: "August 26, 2025 · 11 min read".
            var parts = lines[at].Text.Split(['·', '|', '•'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts.Length == 0 || !Array.TrueForAll(parts, part => PageForm.IsDateLike(part) || PageForm.Minutes(part) is not null || PageForm.IsByline(part)))
            {
                break;
            }

            foreach (var part in parts)
            {
                if (PageForm.IsDateLike(part))
                {
                    date = Dates.Parse(part, zone);
                    if (date is null)
                    {
                        findings.Add(Finding.Error(lines[at].Number, $"'{part}' is no date of the calendar"));
                    }
                }
                else if (PageForm.Minutes(part) is { } given)
                {
                    minutes = given;
                }
                else
                {
                    byline = WithoutBy(part);
                }
            }
        }

        return (date, minutes, byline);
    }

    /// <summary>The short takeaways above the story and the full ones below it. A lone heading is the lower one if nothing but furniture follows.</summary>
    private (int Top, int End) FindTakeaways()
    {
        var first = lines.FindIndex(at, line => PageForm.IsTakeawaysHeading(line.Text));
        var last = lines.FindLastIndex(line => PageForm.IsTakeawaysHeading(line.Text));
        if (first < 0)
        {
            return (-1, -1);
        }

        if (first != last)
        {
            return (first, last);
        }

        ReadItems(first, out var after);
        var isLast = after >= lines.Count || PageForm.IsShareLine(lines[after].Text) || PageForm.IsJourneyHeading(lines[after].Text);
        return isLast && lines.Skip(at).Take(first - at).Count() > 1 ? (-1, first) : (first, -1);
    }

    /// <summary>What stands above the short takeaways; without these, the first paragraph under the metadata, if the story goes on after it.</summary>
    private string? ReadDek(int top, bool hasMetadata)
    {
        if (top >= 0)
        {
            var dek = string.Join("\n\n", lines[at..top].Select(line => line.Text));
            at = top;
            return dek.Length == 0 ? null : dek;
        }

        var isDek = hasMetadata && at + 1 < lines.Count && !IsHeading(at) && lines[at].Text.Length <= 2000 && !PageForm.IsTakeawaysHeading(lines[at].Text);
        return isDek ? lines[at++].Text : null;
    }

    /// <summary>The items under a heading of takeaways, each as one line, and where the next part starts.</summary>
    private List<PageLine> ReadItems(int heading, out int next)
    {
        List<PageLine> items = [];
        var marked = heading + 1 < lines.Count && PageForm.Item(lines[heading + 1].Text, out _) is not null;
        for (next = heading + 1; next < lines.Count; next++)
        {
            var line = lines[next];
            if (PageForm.Item(line.Text, out _) is { } item)
            {
                items.Add(line with { Text = item });
            }
            else if (items.Count > 0 && marked && (!line.AfterBlank || line.IsIndented))
            {
                items[^1] = items[^1] with { Text = $"{items[^1].Text} {line.Text}" };
            }
            else if (!marked && (items.Count == 0 || !line.AfterBlank) && !IsHeading(next) && !(line.AfterBlank && line.BeforeBlank && items.Count == 0 && !IsHeading(next + 1)))
            {
                items.Add(line); // an export without bullets: the lines of one block
            }
            else
            {
                break;
            }
        }

        return items;
    }

    private void ReadBody(int end)
    {
        for (; at < end; at++)
        {
            if (IsHeading(at))
            {
                Append($"## {MarkdownWriter.Escape(lines[at].Text)}");
            }
            else if (PageForm.Item(lines[at].Text, out var numbered) is { } item)
            {
                var marker = numbered ? "1. " : "- ";
                Append($"{marker}{MarkdownWriter.Escape(item)}", separator: at > 0 && !lines[at].AfterBlank && PageForm.Item(lines[at - 1].Text, out _) is not null ? "\n" : "\n\n");
            }
            else
            {
                if (PageForm.MayBeHeading(lines[at]) && at + 1 < end && lines[at].Text.Length <= 60 && lines[at].Text[^1] != '?')
                {
                    findings.Add(Finding.Warning(lines[at].Number, $"'{lines[at].Text}' may be a heading; it is kept as a paragraph"));
                }

                Append(MarkdownWriter.Escape(lines[at].Text), separator: IsWrapped(at) ? "\n" : "\n\n");
            }
        }
    }

    /// <summary>Whether the line goes on with the paragraph of the line above: the export broke it at a width.</summary>
    private bool IsWrapped(int index) =>
        index > 0 && !lines[index].AfterBlank && !IsHeading(index - 1) && PageForm.Item(lines[index - 1].Text, out _) is null
        && lines[index - 1].Text.Length is >= 50 and <= 120 && !".!?\"”。".Contains(lines[index - 1].Text[^1]);

    /// <summary>A labelled heading; or one that stands alone in title case; or, on a page without any label, one that could be.</summary>
    private bool IsHeading(int index)
    {
        if (index >= lines.Count)
        {
            return false;
        }

        var line = lines[index];
        return PageForm.IsLabelledHeading(line)
            || (index + 1 < lines.Count && PageForm.IsTitleCased(line) && !PageForm.IsJourneyHeading(line.Text))
            || (index + 1 < lines.Count && PageForm.MayBeHeading(line) && Words.IsUnspaced(Rune.GetRuneAt(line.Text, 0)));
    }

    /// <summary>Lines between the takeaways and the cards: the share line is furniture, anything else is text that must not be lost.</summary>
    private void KeepUntil(int end)
    {
        for (; at < end; at++)
        {
            if (!PageForm.IsShareLine(lines[at].Text))
            {
                findings.Add(Finding.Warning(lines[at].Number, "this line belongs to no part of the page; it is kept at the end of the body"));
                Append(MarkdownWriter.Escape(lines[at].Text));
            }
        }
    }

    private List<RecommendationDocument> ReadCards(int start)
    {
        List<RecommendationDocument> cards = [];
        at = start;
        while (at < lines.Count)
        {
            var title = lines[at];
            var next = at + 1;
            var founder = next < lines.Count && IsFounder(lines[next]) ? lines[next++].Text : null;
            var repeated = next < lines.Count && SectionHeading.IsSame(lines[next].Text, title.Text);
            next += repeated ? 1 : 0;

            List<string> dek = [];
            var (closed, minutes) = (false, (int?)null);
            while (next < lines.Count && !closed && !(next > at + 1 && IsCard(next)))
            {
                closed = PageForm.IsReadLine(lines[next].Text, out minutes);
                if (!closed)
                {
                    dek.Add(lines[next].Text);
                }

                next++;
            }

            var slug = Slug.From(title.Text);
            if ((founder is null && !repeated && (!closed || IsCard(at + 1))) || slug.Length == 0)
            {
                Pass(title, isTagline: cards.Count == 0 && at == start);
                at++;
                continue;
            }

            cards.Add(new()
            {
                Slug = slug,
                Title = title.Text,
                Dek = dek.Count == 0 ? null : string.Join("\n\n", dek),
                Founder = founder is null ? null : new() { Slug = founder },
                ReadingMinutes = minutes,
            });
            at = next;
        }

        return cards;
    }

    /// <summary>The line under the heading of the cards is furniture; any other that is no card is kept.</summary>
    private void Pass(PageLine line, bool isTagline)
    {
        if (!isTagline)
        {
            findings.Add(Finding.Warning(line.Number, "this line belongs to no card; it is kept at the end of the body"));
            Append(MarkdownWriter.Escape(line.Text));
        }
    }

    private bool IsCard(int index) =>
        index + 1 < lines.Count && (IsFounder(lines[index + 1]) || SectionHeading.IsSame(lines[index].Text, lines[index + 1].Text));

    /// <summary>A founder's slug stands directly under a title: lower case, joined by hyphens.</summary>
    private static bool IsFounder(PageLine line) => line.Text.Contains('-') && line.Text.Length <= 80 && Slug.IsValid(line.Text) && line.Text.Any(char.IsAsciiLetter);

    private void Append(string markdown, string separator = "\n\n") => body.Append(body.Length == 0 ? "" : separator).Append(markdown);

    private int FirstOf(params int[] indexes) => indexes.Where(index => index >= at).DefaultIfEmpty(lines.Count).Min();
}
