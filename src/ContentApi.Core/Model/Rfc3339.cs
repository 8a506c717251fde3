using System.Globalization;
using System.Text.RegularExpressions;

namespace ContentApi.Core.Model;

/// <summary>Parses date-times as in RFC 3339 section 5.6: with an offset, in upper or lower case, with at most 38 decimals.</summary>
internal static partial class Rfc3339
{
    /// <summary>Maximum length of a date-time in characters: 38 decimals and a numeric offset.</summary>
    public const int MaxLength = 64;

    /// <summary>
    /// Parses a date-time. Decimals beyond the seven of .NET are cut off. Returns false for a leap second, which .NET cannot represent, and
    /// for an instant before the year 1 or after the year 9999 in UTC.
    /// </summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        var match = DateTimeRegex().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var excess = match.Groups["excess"];
        var truncated = text.Remove(excess.Index, excess.Length).ToUpperInvariant();
        return DateTimeOffset.TryParseExact(truncated, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.None, out instant);
    }

    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7}(?<excess>[0-9]{0,31}))?([Zz]|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateTimeRegex();
}
