using System.Text;

namespace ContentApi.Core.Formats.PageText;

/// <summary>
/// The positions of the parts of a page, found by their order: short takeaways above the story, full takeaways below it, then the share
/// line and the cards. Each position is the index of the part's first line, or -1 if the part is missing.
/// </summary>
internal sealed record PageLayout(int ShortTakeawaysIndex, int FullTakeawaysIndex, int ShareLineIndex, int CardsIndex)
{
    /// <summary>
    /// Maximum length of an author's note below the full takeaways. A longer note is allowed up to a quarter of the story.
    /// </summary>
    private const int MaxNoteLength = 1000;

    public static PageLayout Find(IReadOnlyList<PageLine> lines, int start)
    {
        var cardsIndex = FindCardsHeading(lines, start);
        var storyEnd = cardsIndex < 0 ? lines.Count : cardsIndex;
        var candidates = Enumerable.Range(start, Math.Max(storyEnd - start, 0))
            .Where(i => PagePatterns.IsTakeawaysHeading(lines[i].Text) && ReadItems(lines, i, storyEnd, out _).Count > 0)
            .ToList();
        var shortTakeawaysIndex = candidates.Count > 0 && IsAboveStory(lines, start, candidates[0], storyEnd) ? candidates[0] : -1;
        var fullTakeawaysIndex = candidates.Count > 0 && candidates[^1] != shortTakeawaysIndex && IsBelowStory(lines, start, shortTakeawaysIndex, candidates[^1], storyEnd)
            ? candidates[^1]
            : -1;
        return new(shortTakeawaysIndex, fullTakeawaysIndex, FindShareLine(lines, start, storyEnd), cardsIndex);
    }

    /// <summary>Returns the items under a heading of takeaways, each as one line, and the index at which the next part starts.</summary>
    public static List<PageLine> ReadItems(IReadOnlyList<PageLine> lines, int headingIndex, int end, out int next)
    {
        List<PageLine> items = [];
        StringBuilder? continuedText = null; // of the last item, which can span thousands of lines
        var hasMarkers = headingIndex + 1 < end && PagePatterns.GetItemText(lines[headingIndex + 1].Text, out _) is not null;
        var isLooseList = false;
        for (next = headingIndex + 1; next < end && !IsPartHeading(lines[next].Text); next++)
        {
            var line = lines[next];
            if (PagePatterns.GetItemText(line.Text, out _) is { } item)
            {
                if (line.IsAfterBlank && GetMarker(line.Text) != GetMarker(lines[headingIndex + 1].Text))
                {
                    break; // the story starts here: "3. The Fall" below bullets
                }

                FlushItem();
                items.Add(line with { Text = item });
            }
            else if (items.Count > 0 && hasMarkers && ContinuesItem(lines, headingIndex + 1, next, end, ref isLooseList))
            {
                (continuedText ??= new StringBuilder(items[^1].Text)).Append(' ').Append(line.Text);
            }
            else if (!hasMarkers && PagePatterns.MentionsTakeaways(lines[headingIndex].Text) && IsUnmarkedItem(lines, next, items.Count == 0))
            {
                items.Add(line); // an export without bullets: the lines of one block
            }
            else
            {
                break;
            }
        }

        FlushItem();
        return items;

        void FlushItem()
        {
            if (continuedText is not null)
            {
                items[^1] = items[^1] with { Text = continuedText.ToString() };
                continuedText = null;
            }
        }
    }

    private static char GetMarker(string item) => PagePatterns.GetItemNumber(item) is null ? item[0] : '1';

    /// <summary>
    /// Returns whether a line continues the item above it: the export wrapped it, or it is indented further than the items.
    /// </summary>
    private static bool ContinuesItem(IReadOnlyList<PageLine> lines, int firstItemIndex, int index, int end, ref bool isLooseList)
    {
        var (line, above) = (lines[index], lines[index - 1]);
        if (!line.IsAfterBlank)
        {
            return line.Indent > lines[firstItemIndex].Indent || (above.Text.Length >= 40 && !".!?\"”。".Contains(above.Text[^1]));
        }

        // After an empty line, indentation counts only inside a list, because paragraphs may be indented as well.
        isLooseList |= line.Indent > lines[firstItemIndex].Indent && index + 1 < end && PagePatterns.GetItemText(lines[index + 1].Text, out _) is not null;
        return isLooseList && line.Indent > lines[firstItemIndex].Indent;
    }

    private static bool IsUnmarkedItem(IReadOnlyList<PageLine> lines, int index, bool isFirst) =>
        !PageHeadingRules.IsHeading(lines, index)
        && (isFirst ? !lines[index].IsStandalone || (index + 1 < lines.Count && PageHeadingRules.IsHeading(lines, index + 1)) : !lines[index].IsAfterBlank);

    private static bool IsPartHeading(string text) =>
        PagePatterns.IsTakeawaysHeading(text) || PagePatterns.IsShareLine(text) || PagePatterns.IsCardsHeading(text);

    /// <summary>
    /// Returns whether a heading of takeaways is above the story. No section may precede it, and the text above it must be at most one line
    /// (the dek) or no longer than the text below the takeaways.
    /// </summary>
    private static bool IsAboveStory(IReadOnlyList<PageLine> lines, int start, int headingIndex, int storyEnd)
    {
        ReadItems(lines, headingIndex, storyEnd, out var next);
        var lineCount = headingIndex - start;
        var hasSection = Enumerable.Range(start, lineCount).Any(i =>
            PageHeadingRules.HasSectionLabel(lines[i]) || (lineCount >= 3 && i + 1 < headingIndex && PageHeadingRules.IsHeading(lines, i)));
        return !hasSection && (lineCount <= 1 || CountCharacters(lines, start, headingIndex) <= CountCharacters(lines, next, storyEnd));
    }

    /// <summary>
    /// Returns whether a heading of takeaways is below the story: at most a note without labelled sections follows the takeaways. Under an
    /// ambiguous heading, such as "Lessons", an item must also match a short takeaway. If there are no short takeaways, only share lines
    /// may follow the items.
    /// </summary>
    private static bool IsBelowStory(IReadOnlyList<PageLine> lines, int start, int shortTakeawaysIndex, int headingIndex, int storyEnd)
    {
        var items = ReadItems(lines, headingIndex, storyEnd, out var next);
        var (above, below) = (CountCharacters(lines, start, headingIndex), CountCharacters(lines, next, storyEnd));
        if (below > above || below > Math.Max(MaxNoteLength, above / 4)
            || Enumerable.Range(next, storyEnd - next).Any(i => PageHeadingRules.HasSectionLabel(lines[i])))
        {
            return false;
        }

        return PagePatterns.MentionsTakeaways(lines[headingIndex].Text)
            || (shortTakeawaysIndex < 0 ? Enumerable.Range(next, storyEnd - next).All(i => PagePatterns.IsShareLine(lines[i].Text))
                : PageTakeawayMerger.HaveCommonStatement(ReadItems(lines, shortTakeawaysIndex, storyEnd, out _), items));
    }

    /// <summary>
    /// Returns the index of the last heading of cards, or -1. A heading without a card below it counts only as the last line of the page.
    /// </summary>
    private static int FindCardsHeading(IReadOnlyList<PageLine> lines, int start)
    {
        for (var i = lines.Count - 1; i >= start; i--)
        {
            if (PagePatterns.IsCardsHeading(lines[i].Text) && (i == lines.Count - 1 || PageCardReader.ContainsCard(lines, i + 1)))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Returns the index of the last share line, or -1. A share line with more of the story below than above it does not count, because
    /// some pages have a share line under the title.
    /// </summary>
    private static int FindShareLine(IReadOnlyList<PageLine> lines, int start, int storyEnd)
    {
        for (var i = storyEnd - 1; i >= start; i--)
        {
            if (PagePatterns.IsShareLine(lines[i].Text))
            {
                return CountCharacters(lines, i + 1, storyEnd) <= CountCharacters(lines, start, i) ? i : -1;
            }
        }

        return -1;
    }

    private static int CountCharacters(IReadOnlyList<PageLine> lines, int start, int end)
    {
        var total = 0;
        for (var i = start; i < end; i++)
        {
            total += lines[i].Text.Length;
        }

        return total;
    }
}
