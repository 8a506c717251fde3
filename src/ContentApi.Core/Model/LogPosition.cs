using System.Globalization;

namespace ContentApi.Core.Model;

/// <summary>
/// Formats and parses positions in the change log. Today, a position is a revision number. A suffix, as in `184-9f3ac2d1`, is reserved for a
/// hash of the log; it is accepted but not checked.
/// </summary>
internal static class LogPosition
{
    /// <summary>The regular expression of a position.</summary>
    public const string Pattern = "^[0-9]{1,16}(-[0-9a-f]{8,64})?$";

    /// <summary>Maximum length of a position: 16 digits, a hyphen and 64 hexadecimal digits.</summary>
    public const int MaxLength = 81;

    /// <summary>The end of an error message that starts with the name of an invalid parameter.</summary>
    public const string Requirement = "must be a position in the change log, such as 184: the position of an earlier response.";

    /// <summary>Returns the position after a revision.</summary>
    public static string Format(long revision) => revision.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the revision of a valid position.</summary>
    public static long GetRevision(string position) =>
        long.Parse(position.AsSpan(0, position.IndexOf('-', StringComparison.Ordinal) is >= 0 and var end ? end : position.Length), NumberStyles.None, CultureInfo.InvariantCulture);
}
