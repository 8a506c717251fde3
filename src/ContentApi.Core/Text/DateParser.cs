using System.Globalization;
using System.Text.RegularExpressions;
using ContentApi.Core.Model;

namespace ContentApi.Core.Text;

/// <summary>Parses dates in the forms that people and their tools write.</summary>
internal static partial class DateParser
{
    private static readonly string[] LocalFormats =
    [
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日",
        "MMMM d yyyy", "MMM d yyyy", "d MMMM yyyy", "d MMM yyyy",
    ];

    private static readonly string[] OffsetFormats = ["yyyy-MM-dd HH:mm:ss.FFFFFFF zzz", "yyyy-MM-dd HH:mm:ss.FFFFFFF zz00", "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mm:ss.FFFFFFFZ"];

    /// <summary>
    /// Returns whether the text has the form of a date, even of one that does not exist. Ambiguous dates are excluded: `03.04.2025` may be
    /// in March or April.
    /// </summary>
    public static bool IsDateLike(string text) => text.Length <= 60 && DateRegex().IsMatch(Normalize(text)) && !IsAmbiguous(Normalize(text));

    /// <summary>
    /// Parses a time with an offset, or a date or local time in <paramref name="zone"/>. Returns null for anything else, and for an
    /// ambiguous date. Decimals beyond the seven of .NET are cut off.
    /// </summary>
    public static DateTimeOffset? Parse(string text, TimeZoneInfo zone)
    {
        text = text.Trim();
        if (InstantAttribute.Parse(text, zone) is { } utc)
        {
            return new DateTimeOffset(utc, TimeSpan.Zero);
        }

        if (PointWithoutDecimalsRegex().IsMatch(text))
        {
            return null; // the format specifier `.F` accepts it
        }

        text = ExcessDecimalsRegex().Replace(text, "");
        if (DateTimeOffset.TryParseExact(text, OffsetFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return instant.ToUniversalTime();
        }

        var normalized = text.Length <= 60 ? Normalize(text) : text;
        return DateTime.TryParseExact(normalized, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || (!IsAmbiguous(normalized) && DateTime.TryParseExact(normalized, ["d.M.yyyy", "M.d.yyyy", "d/M/yyyy", "M/d/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out local))
            ? ToInstant(local, zone)
            : null;
    }

    /// <summary>Converts a local time to an instant. Returns null if it would be outside the range of .NET or PostgreSQL.</summary>
    private static DateTimeOffset? ToInstant(DateTime local, TimeZoneInfo zone) =>
        local.Year is < 2 or > 9998 ? null : new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(local) ? local.AddHours(1) : local, zone), TimeSpan.Zero);

    /// <summary>Removes parts that do not affect the date: "Published on Tuesday, Sept. 2nd, 2025" becomes `Sep 2 2025`.</summary>
    private static string Normalize(string text)
    {
        text = PrefixRegex().Replace(WhitespaceRegex().Replace(text.Trim(), " "), "");
        text = MonthRegex().Replace(text, match => match.Groups["month"].Value.Equals("sept", StringComparison.OrdinalIgnoreCase) ? "Sep" : match.Groups["month"].Value);
        return DaySuffixRegex().Replace(text, "${day} ").Trim();
    }

    /// <summary>Returns whether day and month could be swapped: both are at most 12 and differ.</summary>
    private static bool IsAmbiguous(string text) =>
        text.Split('.', '/') is [var first, var second, { Length: 4 }]
        && int.TryParse(first, CultureInfo.InvariantCulture, out var a) && int.TryParse(second, CultureInfo.InvariantCulture, out var b)
        && a <= 12 && b <= 12 && a != b;

    private const RegexOptions PatternOptions = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const string MonthPattern = "(?<month>jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept|sep(tember)?|oct(ober)?|nov(ember)?|dec(ember)?)";

    [GeneratedRegex(@"^(\d{4}(?<between>[-/.])\d{1,2}\k<between>\d{1,2}(T\S+)?|\d{4}年\d{1,2}月\d{1,2}日|" + MonthPattern + @" \d{1,2} \d{4}|\d{1,2} " + MonthPattern + @" \d{4}|\d{1,2}(?<mark>[./])\d{1,2}\k<mark>\d{4})\z", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateRegex();

    [GeneratedRegex(@"^((published|posted|date)( on)?:? )?((mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\.?,? )?", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PrefixRegex();

    [GeneratedRegex(@"\b" + MonthPattern + @"\b[.,]?", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MonthRegex();

    [GeneratedRegex(@"(?<=[a-z] |^)(?<day>\d{1,2})((st|nd|rd|th)?[.,]?,? )(?=[a-z]|\d{4})", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DaySuffixRegex();

    [GeneratedRegex(@":[0-9]{2}\.(?![0-9])", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PointWithoutDecimalsRegex();

    [GeneratedRegex(@"(?<=:[0-9]{2}\.[0-9]{7})[0-9]{1,31}(?![0-9])", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExcessDecimalsRegex();

    [GeneratedRegex(@"\s+", PatternOptions, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhitespaceRegex();
}
