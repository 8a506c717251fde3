using System.Text;
namespace ContentApi.Core.Formats.PageText;

/// <summary>
/// Locates the parts of a page by their order: short takeaways above the story, full ones below it, then the share line and the cards. The
/// values are the line indexes of the headings, or -1 for a missing part.
/// </summary>
internal sealed record PageLayout(int Top, int End, int Share, int Journey)
{
    /// <summary>A note below the full takeaways is shorter than this, or than a quarter of the text above them.</summary>
    private const int NoteCharacters = 1000;

    public static PageLayout Find(IReadOnlyList<PageLine> lines, int at)
    {
        var journey = FindJourney(lines, at);
        var limit = journey < 0 ? lines.Count : journey;
        var candidates = Enumerable.Range(at, Math.Max(limit - at, 0))
            .Where(i => PagePatterns.IsTakeawaysHeading(lines[i].Text) && Items(lines, i, limit, out _).Count > 0)
            .ToList();
        var top = candidates.Count > 0 && IsTop(lines, at, candidates[0], limit) ? candidates[0] : -1;
        var end = candidates.Count > 0 && candidates[^1] != top && IsEnd(lines, at, top, candidates[^1], limit) ? candidates[^1] : -1;
        return new(top, end, FindShare(lines, at, limit), journey);
    }

    /// <summary>Returns the items under a heading of takeaways, each as one line, and the index at which the next part starts.</summary>
    public static List<PageLine> Items(IReadOnlyList<PageLine> lines, int heading, int limit, out int next)
    {
        List<PageLine> items = [];
        StringBuilder? more = null; // of the last item, which may span thousands of lines
        var marked = heading + 1 < limit && PagePatterns.Item(lines[heading + 1].Text, out _) is not null;
        var spaced = false;
        for (next = heading + 1; next < limit && !IsFurniture(lines[next].Text); next++)
        {
            var line = lines[next];
            if (PagePatterns.Item(line.Text, out _) is { } item)
            {
                if (line.AfterBlank && Marker(line.Text) != Marker(lines[heading + 1].Text))
                {
                    break; // the story starts here: "3. The Fall" below bullets
                }

                Join();
                items.Add(line with { Text = item });
            }
            else if (items.Count > 0 && marked && Continues(lines, heading + 1, next, limit, ref spaced))
            {
                (more ??= new StringBuilder(items[^1].Text)).Append(' ').Append(line.Text);
            }
            else if (!marked && PagePatterns.NamesTakeaways(lines[heading].Text) && IsUnmarkedItem(lines, next, items.Count == 0))
            {
                items.Add(line); // an export without bullets: the lines of one block
            }
            else
            {
                break;
            }
        }

        Join();
        return items;

        void Join()
        {
            if (more is not null)
            {
                items[^1] = items[^1] with { Text = more.ToString() };
                more = null;
            }
        }
    }

    private static char Marker(string item) => PagePatterns.Number(item) is null ? item[0] : '1';

    /// <summary>
    /// Returns whether a line continues the item above it: the export wrapped it, or it is indented further than the items.
    /// </summary>
    private static bool Continues(IReadOnlyList<PageLine> lines, int first, int index, int limit, ref bool spaced)
    {
        var (line, above) = (lines[index], lines[index - 1]);
        if (!line.AfterBlank)
        {
            return line.Indent > lines[first].Indent || (above.Text.Length >= 40 && !".!?\"”。".Contains(above.Text[^1]));
        }

        // After an empty line, indentation counts only inside a list, because paragraphs may be indented as well.
        spaced |= line.Indent > lines[first].Indent && index + 1 < limit && PagePatterns.Item(lines[index + 1].Text, out _) is not null;
        return spaced && line.Indent > lines[first].Indent;
    }

    private static bool IsUnmarkedItem(IReadOnlyList<PageLine> lines, int index, bool isFirst) =>
        !PageHeadingRules.IsHeading(lines, index)
        && (isFirst ? !lines[index].IsAlone || (index + 1 < lines.Count && PageHeadingRules.IsHeading(lines, index + 1)) : !lines[index].AfterBlank);

    private static bool IsFurniture(string text) => PagePatterns.IsTakeawaysHeading(text) || PagePatterns.IsShareLine(text) || PagePatterns.IsJourneyHeading(text);

    /// <summary>
    /// Returns whether the heading is above the story: below the head, before any section, and with at most one paragraph (the dek) above
    /// it or more text below it than above.
    /// </summary>
    private static bool IsTop(IReadOnlyList<PageLine> lines, int at, int heading, int limit)
    {
        Items(lines, heading, limit, out var next);
        var paragraphs = heading - at;
        var sections = Enumerable.Range(at, paragraphs).Any(i => PageHeadingRules.IsLabelled(lines[i]) || (paragraphs >= 3 && i + 1 < heading && PageHeadingRules.IsHeading(lines, i)));
        return !sections && (paragraphs <= 1 || Characters(lines, at, heading) <= Characters(lines, next, limit));
    }

    /// <summary>
    /// Returns whether the heading is below the story: no labelled section and at most a note follow it. "Lessons" must also match the
    /// short takeaways, or be the last part.
    /// </summary>
    private static bool IsEnd(IReadOnlyList<PageLine> lines, int at, int top, int heading, int limit)
    {
        var items = Items(lines, heading, limit, out var next);
        var (above, below) = (Characters(lines, at, heading), Characters(lines, next, limit));
        if (below > above || below > Math.Max(NoteCharacters, above / 4) || Enumerable.Range(next, limit - next).Any(i => PageHeadingRules.IsLabelled(lines[i])))
        {
            return false;
        }

        return PagePatterns.NamesTakeaways(lines[heading].Text)
            || (top < 0 ? Enumerable.Range(next, limit - next).All(i => PagePatterns.IsShareLine(lines[i].Text))
                : PageTakeawayReader.AreSame(Items(lines, top, limit, out _), items));
    }

    /// <summary>
    /// Returns the last line that is a heading of cards. Without a card below it, such a line is an ordinary heading, except at the very
    /// end of the page.
    /// </summary>
    private static int FindJourney(IReadOnlyList<PageLine> lines, int at)
    {
        for (var i = lines.Count - 1; i >= at; i--)
        {
            if (PagePatterns.IsJourneyHeading(lines[i].Text) && (i == lines.Count - 1 || PageCardReader.Follow(lines, i + 1)))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Returns the last share line, if less of the story is below it than above it. Some pages also have one under the title.
    /// </summary>
    private static int FindShare(IReadOnlyList<PageLine> lines, int at, int limit)
    {
        for (var i = limit - 1; i >= at; i--)
        {
            if (PagePatterns.IsShareLine(lines[i].Text))
            {
                return Characters(lines, i + 1, limit) <= Characters(lines, at, i) ? i : -1;
            }
        }

        return -1;
    }

    private static int Characters(IReadOnlyList<PageLine> lines, int start, int end)
    {
        var sum = 0;
        for (var i = start; i < end; i++)
        {
            sum += lines[i].Text.Length;
        }

        return sum;
    }
}
