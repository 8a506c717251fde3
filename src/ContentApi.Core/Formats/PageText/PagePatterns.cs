using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.PageText;

/// <summary>What the lines of an exported page look like, in the variations that real exports have.</summary>
internal static partial class PagePatterns
{
    /// <summary>"Key Takeaways" and what else such lists are called. "Lessons" and "Insights" name sections as well.</summary>
    public static bool IsTakeawaysHeading(string line) => line.Length <= 40 && TakeawaysHeading().IsMatch(line);

    /// <summary>Whether a heading of takeaways can hardly be that of a section.</summary>
    public static bool NamesTakeaways(string heading) => heading.Contains("takeaway", StringComparison.OrdinalIgnoreCase);

    public static bool IsShareLine(string line) => line.Length <= 60 && ShareLine().IsMatch(line);

    public static bool IsJourneyHeading(string line) => line.Length <= 60 && JourneyHeading().IsMatch(line);

    /// <summary>"More stories that shaped the entrepreneurial world": what a page prints under the heading of its cards.</summary>
    public static bool IsTagline(string line) => line.Length <= 120 && line.StartsWith("more stories", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether nothing on the line is a letter or digit: a row of stars or dashes.</summary>
    public static bool IsRule(string line) => line.Length <= 40 && !line.Any(char.IsLetterOrDigit) && line.All(c => char.IsWhiteSpace(c) || "*-_~•·⁂=—–".Contains(c));

    public static int? Minutes(string line) =>
        line.Length <= 60 && MinutesLine().Match(line) is { Success: true } match ? Whole(match.Groups["minutes"]) : null;

    /// <summary>"By" and who wrote it. A sentence that starts with "By" ends as one, and has words that names have not.</summary>
    public static bool IsByline(string line) =>
        line.Length <= 120 && Byline().IsMatch(line)
        && (!".!?…:;,\"”".Contains(line[^1]) || line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).All(word => char.IsUpper(word[0])));

    /// <summary>A byline names who wrote it; "By" is how a page prints it.</summary>
    public static string? WithoutBy(string? byline) =>
        byline is not null && Byline().Match(byline) is { Success: true } by && by.Length < byline.Length ? byline[by.Length..].Trim() : byline;

    /// <summary>A founder's slug. One without a hyphen is a word like any other: what stands around it must tell.</summary>
    public static bool IsFounder(string line, out bool isSure)
    {
        isSure = line.Contains('-', StringComparison.Ordinal);
        return line.Length <= 80 && Slug.IsValid(line) && line.Any(char.IsAsciiLetter);
    }

    /// <summary>"Read Story11 min read" and its like, which closes a card; with its minutes where it has them.</summary>
    public static bool IsReadLine(string line, out int? minutes)
    {
        var match = ReadLine().Match(line.Length <= 80 ? line : "");
        minutes = Whole(match.Groups["minutes"]);
        return match.Success;
    }

    /// <summary>The text of a bulleted or numbered line, or null.</summary>
    public static string? Item(string line, out bool isNumbered)
    {
        var match = Bullet().Match(line);
        isNumbered = match.Groups["number"].Success;
        return match.Success ? match.Groups["text"].Value.Trim() : null;
    }

    /// <summary>The number of a numbered line, or null.</summary>
    public static int? Number(string line) =>
        Bullet().Match(line).Groups["number"] is not { Success: true } number ? null
        : number.Value[0] is >= '\u2460' and <= '\u2473' ? number.Value[0] - '\u2460' + 1
        : int.Parse(number.Value.AsSpan(0, number.Value.IndexOfAny(['.', ')'])), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Reading minutes that a story may have; 0 and 5,000 are none.</summary>
    private static int? Whole(Group minutes) =>
        minutes.Success && int.TryParse(minutes.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole is >= 1 and <= 1000 ? whole : null;

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

    [GeneratedRegex(@"^share( (this|the)( (story|article|post|page))?| on .{1,30})?\s*[:：]?$", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShareLine();

    [GeneratedRegex(@"^(continue (your|the) journey|read next|related stories|you (may|might) also like|keep reading|more stories)\s*[:：]?$", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JourneyHeading();

    [GeneratedRegex(@"^(?<minutes>\d{1,4})[ -]?min(ute)?s?\.?( read(ing)?( time)?)?$|^reading time:? (?<minutes>\d{1,4}) min(ute)?s?\.?$", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MinutesLine();

    [GeneratedRegex(@"^((written|words|story|text) )?by:?\s+(?=\S)", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Byline();

    [GeneratedRegex(@"^read (the |full |this )*(story|article|more|on)\s*[→>»·|-]?\s*((?<minutes>\d{1,4})[ -]?min(ute)?s?( read)?)?$|^(?<minutes>\d{1,4})[ -]?min(ute)?s? read$", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReadLine();

    [GeneratedRegex(@"^([•‣◦▪▫●○■□·∙]\s*|[*+–—-]\s+|(?<number>[0-9]{1,2}[.)]\s+|[\u2460-\u2473]\s*))(?<text>\S.*)$", Loose, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bullet();
}
