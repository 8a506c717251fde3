using System.Text;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats.PageText;

/// <summary>
/// Determines which lines of an exported page are headings: lines with a label, standalone lines in title case, and lines in sentence case
/// above a longer paragraph. A line in doubt is a paragraph.
/// </summary>
internal static class PageHeadingRules
{
    /// <summary>Words that stay in lower case in title case.</summary>
    private static readonly HashSet<string> MinorWords =
        new(
            [
                "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "nor", "of", "off", "on", "or", "over", "per", "so", "than",
                "the", "to", "up", "via", "vs", "with", "yet",
            ],
            StringComparer.Ordinal);

    /// <summary>Words that mark a question as dialogue, or as a continuation of the previous sentence.</summary>
    private static readonly HashSet<string> DialogueWords =
        new(["i", "me", "my", "we", "us", "you", "your", "but", "and", "so", "or", "because"], StringComparer.OrdinalIgnoreCase);

    public static bool IsHeading(IReadOnlyList<PageLine> lines, int index)
    {
        var line = lines[index];
        if (HasSectionLabel(line))
        {
            return true;
        }

        if (!line.IsAfterBlank || line.Text.Length > 120 || index + 1 >= lines.Count
            || PagePatterns.IsCardsHeading(line.Text) || PagePatterns.IsShareLine(line.Text))
        {
            return false;
        }

        if (PagePatterns.GetItemText(line.Text, out var isNumbered) is { } item)
        {
            // "3. The Fall" is a heading unless it is an item of a list.
            return isNumbered && !IsNumberedItem(lines, index - 1) && !IsNumberedItem(lines, index + 1)
                && (IsTitleCaseHeading(line with { Text = item }) || IsSentenceCaseHeading(lines, index, item));
        }

        return IsTitleCaseHeading(line)
            || (PagePatterns.IsTakeawaysHeading(line.Text) && line.Text[^1] is not (':' or '：'))
            || (IsHeadingCandidate(line) && ReadingLength.IsUnspacedScript(Rune.GetRuneAt(line.Text, 0)))
            || IsSentenceCaseHeading(lines, index, line.Text);
    }

    /// <summary>Returns whether the line names a section with a label: "Act I: …", "Epilogue".</summary>
    public static bool HasSectionLabel(PageLine line) =>
        line.IsAfterBlank && line.Text.Length <= 200 && SectionHeading.HasLabel(line.Text) && !(line.Text.Length > 100 && line.Text[^1] == '.');

    /// <summary>Returns whether a line that is kept as a paragraph may be a heading, so that the author gets a warning.</summary>
    public static bool IsPossibleHeading(PageLine line) =>
        IsHeadingCandidate(line) && line.Text.Length <= 60 && !(line.Text[^1] is '?' or '？' && line.Text.Contains(',', StringComparison.Ordinal));

    /// <summary>
    /// Returns whether the line is standalone and in title case, which distinguishes a heading from a short paragraph.
    /// </summary>
    private static bool IsTitleCaseHeading(PageLine line)
    {
        var words = line.Text.Split([' ', '-', '—', '/'], StringSplitOptions.RemoveEmptyEntries);
        return IsHeadingCandidate(line) && words.Length >= 2 && words.Count(StartsWithCapitalOrDigit) >= 2
            && Array.TrueForAll(words, word => StartsWithCapitalOrDigit(word) || MinorWords.Contains(word.Trim('\'', '’', '"', '“', '”')) || !word.Any(char.IsLetter));
    }

    /// <summary>
    /// Returns whether the line is a heading in sentence case, such as "A quiet start" or "Why did it fail?": few words without inner
    /// punctuation, above a longer paragraph.
    /// </summary>
    private static bool IsSentenceCaseHeading(IReadOnlyList<PageLine> lines, int index, string text)
    {
        var (line, next) = (lines[index] with { Text = text }, index + 1 < lines.Count ? lines[index + 1] : null);
        var isQuestion = text[^1] is '?' or '？';
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var followsColonOrComma = index > 0 && ":：,".Contains(lines[index - 1].Text[^1]);
        var isUnspaced = ReadingLength.IsUnspacedScript(Rune.GetRuneAt(text, 0));
        return (IsHeadingCandidate(line) || (isQuestion && line.IsStandalone && text.Length <= 20 && isUnspaced))
            && !followsColonOrComma
            && text[..^1].IndexOfAny([',', '.', '!', '?', ';', ':', '"', '“', '”', '…']) < 0
            && (isQuestion
                ? (words.Length is >= 3 and <= 10 || isUnspaced) && !Array.Exists(words, word => DialogueWords.Contains(word.Trim('?')))
                : words.Length is >= 2 and <= 6 && text.Length <= 60)
            && next is not null && next.Text.Length * 2 > text.Length * 3 && (next.Text.Length > 120 || ".!?…\"”。！？".Contains(next.Text[^1]))
            && PagePatterns.GetItemText(next.Text, out _) is null;
    }

    /// <summary>
    /// Returns whether the line may be a heading: standalone, short, starting with a capital letter or a digit, and without final
    /// punctuation except a question mark. In scripts without spaces, such as Chinese, it must be even shorter and not be a question.
    /// </summary>
    private static bool IsHeadingCandidate(PageLine line) =>
        line is { IsStandalone: true, Text.Length: <= 120 }
        && !".!,;:…\"'”’。！，；：、".Contains(line.Text[^1])
        && Rune.GetRuneAt(line.Text, 0) is var firstCharacter
        && (Rune.IsUpper(firstCharacter) || Rune.IsDigit(firstCharacter)
            || (ReadingLength.IsUnspacedScript(firstCharacter) && line.Text.Length <= 30 && line.Text[^1] != '？'));

    private static bool IsNumberedItem(IReadOnlyList<PageLine> lines, int index) =>
        index >= 0 && index < lines.Count && PagePatterns.GetItemText(lines[index].Text, out var isNumbered) is not null && isNumbered;

    private static bool StartsWithCapitalOrDigit(string word) =>
        word.EnumerateRunes().FirstOrDefault(Rune.IsLetterOrDigit) is var firstCharacter && (Rune.IsUpper(firstCharacter) || Rune.IsDigit(firstCharacter));
}
