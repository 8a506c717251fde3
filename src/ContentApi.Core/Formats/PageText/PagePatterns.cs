using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.PageText;

/// <summary>Recognizes the kinds of lines in an exported page, in the spellings that real exports use.</summary>
internal static partial class PagePatterns
{
    /// <summary>
    /// Returns whether the line is a heading of takeaways, such as "Key Takeaways". An ambiguous line, such as "Lessons", may also be the
    /// heading of a section.
    /// </summary>
    public static bool IsTakeawaysHeading(string line) => line.Length <= 40 && TakeawaysHeadingRegex().IsMatch(line);

    /// <summary>Returns whether a heading contains the word "takeaway", which is unlikely in the heading of a section.</summary>
    public static bool MentionsTakeaways(string heading) => heading.Contains("takeaway", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether the line is the label of share buttons, such as "Share this story".</summary>
    public static bool IsShareLine(string line) => line.Length <= 60 && ShareLineRegex().IsMatch(line);

    /// <summary>Returns whether the line is the heading of the cards, such as "Continue Your Journey".</summary>
    public static bool IsCardsHeading(string line) => line.Length <= 60 && CardsHeadingRegex().IsMatch(line);

    /// <summary>
    /// Returns whether the line is the tagline under the heading of the cards, such as "More stories that shaped the entrepreneurial
    /// world".
    /// </summary>
    public static bool IsTagline(string line) => line.Length <= 120 && line.StartsWith("more stories", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether the line is a thematic break, such as a row of stars or dashes.</summary>
    public static bool IsThematicBreak(string line) =>
        line.Length <= 40 && !line.Any(char.IsLetterOrDigit) && line.All(c => char.IsWhiteSpace(c) || "*-_~•·⁂=—–".Contains(c));

    /// <summary>Returns the minutes of a line such as "11 min read", or null.</summary>
    public static int? ParseReadingMinutes(string line) =>
        line.Length <= 60 && ReadingMinutesRegex().Match(line) is { Success: true } match ? ParseMinutes(match.Groups["minutes"]) : null;

    /// <summary>
    /// Returns whether the line is a byline, such as "By Jane Doe". A line that ends with punctuation and has lower-case words is a
    /// sentence instead.
    /// </summary>
    public static bool IsByline(string line) =>
        line.Length <= 120 && BylineRegex().IsMatch(line)
        && (!".!?…:;,\"”".Contains(line[^1]) || line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).All(word => char.IsUpper(word[0])));

    /// <summary>Returns the byline without a leading "By", which pages add when they display it.</summary>
    public static string? RemoveBylinePrefix(string? byline) =>
        byline is not null && BylineRegex().Match(byline) is { Success: true } prefix && prefix.Length < byline.Length ? byline[prefix.Length..].Trim() : byline;

    /// <summary>
    /// Returns whether the line may be a founder's slug. A slug without a hyphen may be an ordinary word; the caller must then check the
    /// surrounding lines.
    /// </summary>
    public static bool IsFounderSlug(string line, out bool isUnambiguous)
    {
        isUnambiguous = line.Contains('-', StringComparison.Ordinal);
        return line.Length <= 80 && Slug.IsValid(line) && line.Any(char.IsAsciiLetter);
    }

    /// <summary>Returns whether the line ends a card, such as "Read Story11 min read". Sets the reading time if the line has one.</summary>
    public static bool IsReadMoreLine(string line, out int? minutes)
    {
        var match = ReadMoreRegex().Match(line.Length <= 80 ? line : "");
        minutes = ParseMinutes(match.Groups["minutes"]);
        return match.Success;
    }

    /// <summary>Returns the text of a bulleted or numbered line, or null.</summary>
    public static string? GetItemText(string line, out bool isNumbered)
    {
        var match = ListItemRegex().Match(line);
        isNumbered = match.Groups["number"].Success;
        return match.Success ? match.Groups["text"].Value.Trim() : null;
    }

    /// <summary>Returns the number of a numbered line, or null.</summary>
    public static int? GetItemNumber(string line) =>
        ListItemRegex().Match(line).Groups["number"] is not { Success: true } number ? null
        : number.Value[0] is >= '\u2460' and <= '\u2473' ? number.Value[0] - '\u2460' + 1
        : int.Parse(number.Value.AsSpan(0, number.Value.IndexOfAny(['.', ')'])), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Returns minutes from 1 to 1,000, or null.</summary>
    private static int? ParseMinutes(Group minutes) =>
        minutes.Success && int.TryParse(minutes.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= 1000 ? value : null;

    /// <summary>Normalizes punctuation, case and white space for comparison. The length of the text stays the same.</summary>
    public static string NormalizeTypography(string text)
    {
        var normalized = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            normalized.Append(c switch
            {
                '‘' or '’' or 'ʼ' or '´' or '`' => '\'',
                '“' or '”' or '„' or '«' or '»' => '"',
                '–' or '—' or '‐' or '‑' => '-',
                '：' => ':',
                _ when char.IsWhiteSpace(c) => ' ',
                _ => char.ToLowerInvariant(c),
            });
        }

        return normalized.ToString();
    }

    private const RegexOptions PatternOptions = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"^(the )?(key|main|short)? ?(takeaways?|lessons?|insights?)( learned)?\s*[:：]?$", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TakeawaysHeadingRegex();

    [GeneratedRegex(@"^share( (this|the)( (story|article|post|page))?| on .{1,30})?\s*[:：]?$", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShareLineRegex();

    [GeneratedRegex(@"^(continue (your|the) journey|read next|related stories|you (may|might) also like|keep reading|more stories)\s*[:：]?$", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CardsHeadingRegex();

    [GeneratedRegex(@"^(?<minutes>\d{1,4})[ -]?min(ute)?s?\.?( read(ing)?( time)?)?$|^reading time:? (?<minutes>\d{1,4}) min(ute)?s?\.?$", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReadingMinutesRegex();

    [GeneratedRegex(@"^((written|words|story|text) )?by:?\s+(?=\S)", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BylineRegex();

    [GeneratedRegex(@"^read (the |full |this )*(story|article|more|on)\s*[→>»·|-]?\s*((?<minutes>\d{1,4})[ -]?min(ute)?s?( read)?)?$|^(?<minutes>\d{1,4})[ -]?min(ute)?s? read$", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReadMoreRegex();

    [GeneratedRegex(@"^([•‣◦▪▫●○■□·∙]\s*|[*+–—-]\s+|(?<number>[0-9]{1,2}[.)]\s+|[\u2460-\u2473]\s*))(?<text>\S.*)$", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListItemRegex();
}
