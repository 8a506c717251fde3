using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ContentApi.Authoring.Body;

namespace ContentApi.Importing;

/// <summary>What the lines of an exported page look like, in the variations that real exports have.</summary>
internal static partial class PageForm
{
    /// <summary>What title case leaves small.</summary>
    private static readonly HashSet<string> MinorWords =
        new(["a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "nor", "of", "off", "on", "or", "over", "per", "so", "than", "the", "to", "up", "via", "vs", "with", "yet"], StringComparer.Ordinal);

    public static bool IsTakeawaysHeading(string line) => TakeawaysHeading().IsMatch(line);

    public static bool IsShareLine(string line) => ShareLine().IsMatch(line);

    public static bool IsJourneyHeading(string line) => JourneyHeading().IsMatch(line);

    /// <summary>A date, whether or not the calendar has it.</summary>
    public static bool IsDateLike(string line) => DateLike().IsMatch(line);

    public static int? Minutes(string line) =>
        MinutesLine().Match(line) is { Success: true } match ? int.Parse(match.Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture) : null;

    public static bool IsByline(string line) => line.Length <= 120 && Byline().IsMatch(line);

    /// <summary>"Read Story11 min read" and its like, which closes a card; with its minutes where it has them.</summary>
    public static bool IsReadLine(string line, out int? minutes)
    {
        var match = ReadLine().Match(line);
        minutes = match.Groups["minutes"] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : null;
        return match.Success;
    }

    /// <summary>The text of a bulleted or numbered line, or null.</summary>
    public static string? Item(string line, out bool isNumbered)
    {
        var match = Bullet().Match(line);
        isNumbered = match.Groups["number"].Success;
        return match.Success ? match.Groups["text"].Value.Trim() : null;
    }

    /// <summary>Whether the line names a section with a label: "Act I: …", "Epilogue".</summary>
    public static bool IsLabelledHeading(PageLine line) =>
        line.AfterBlank && line.Text.Length <= 200 && SectionHeading.HasLabel(line.Text) && !(line.Text.Length > 100 && line.Text[^1] == '.');

    /// <summary>Whether the line, alone between empty ones, is in title case: that tells a heading from a short paragraph.</summary>
    public static bool IsTitleCased(PageLine line)
    {
        var words = line.Text.Split([' ', '-', '—', '/'], StringSplitOptions.RemoveEmptyEntries);
        return MayBeHeading(line) && words.Length >= 2 && words.Count(StartsUpper) >= 2
            && Array.TrueForAll(words, word => StartsUpper(word) || MinorWords.Contains(word.Trim('\'', '’', '"', '“', '”')) || !word.Any(char.IsLetter));
    }

    /// <summary>Alone, short, and without what ends a sentence; Chinese and Japanese have no letter case to go by.</summary>
    public static bool MayBeHeading(PageLine line) =>
        line is { AfterBlank: true, BeforeBlank: true, Text.Length: <= 120 }
        && !".!,;:…\"'”’。！，；：、".Contains(line.Text[^1])
        && Rune.GetRuneAt(line.Text, 0) is var first && (Rune.IsUpper(first) || Rune.IsDigit(first) || (Words.IsUnspaced(first) && line.Text.Length <= 30 && line.Text[^1] != '？'));

    private static bool StartsUpper(string word) =>
        word.EnumerateRunes().FirstOrDefault(Rune.IsLetterOrDigit) is var first && (Rune.IsUpper(first) || Rune.IsDigit(first));

    /// <summary>Typography, case and spacing aside.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            folded.Append(c switch
            {
                '‘' or '’' or 'ʼ' or '´' or '`' => '\'',
                '“' or '”' or '„' or '«' or '»' => '"',
                '–' or '—' or '‐' or '‑' => '-',
                '：' => ':',
                _ when char.IsWhiteSpace(c) => ' ',
                _ => char.ToLowerInvariant(c),
            });
        }

        return folded.ToString();
    }

    private const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"^(the )?(key|main|short)? ?(takeaways?|lessons?|insights?)( learned)?\s*[:：]?$", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TakeawaysHeading();

    [GeneratedRegex(@"^share (this|the|on)\b.{0,40}$|^share$", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShareLine();

    [GeneratedRegex(@"^(continue (your|the) journey|read next|related stories|you (may|might) also like|keep reading|more stories)\s*[:：]?$", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JourneyHeading();

    [GeneratedRegex(@"^(\d{4}-\d{1,2}-\d{1,2}(T\S+)?|[a-z]{3,9}\.? \d{1,2}(st|nd|rd|th)?,? \d{4}|\d{1,2}\.? [a-z]{3,9}\.?,? \d{4})$", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateLike();

    [GeneratedRegex(@"^(?<minutes>\d{1,4})[ -]?min(ute)?s?\.?( read(ing)?( time)?)?$|^reading time:? (?<minutes>\d{1,4}) min(ute)?s?\.?$", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MinutesLine();

    [GeneratedRegex(@"^by\s+\S", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Byline();

    [GeneratedRegex(@"^read (the |full |this )*(story|article|more|on)\s*[→>»·|-]?\s*((?<minutes>\d{1,4})[ -]?min(ute)?s?( read)?)?$|^(?<minutes>\d{1,4})[ -]?min(ute)?s? read$", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReadLine();

    [GeneratedRegex(@"^([•‣◦▪▫●○■□·∙*+]\s*|[-–—]\s+|(?<number>\d{1,2}[.)]\s+|[\u2460-\u2473]\s*))(?<text>\S.*)$", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bullet();
}
