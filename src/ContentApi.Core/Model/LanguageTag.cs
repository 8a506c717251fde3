using System.Text.RegularExpressions;

namespace ContentApi.Core.Model;

/// <summary>BCP 47 language tags. They have no case, but the library compares letter by letter, so that an index can: it holds one form of each.</summary>
internal static partial class LanguageTag
{
    public const int MaxLength = 35;

    public const string Pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";

    public static bool IsWellFormed(string tag) => tag.Length <= MaxLength && Shape().IsMatch(tag);

    /// <summary>
    /// The case that RFC 5646 recommends (2.1.1): language in lower case, script with a capital, region in capitals; behind a
    /// single-letter subtag everything is in lower case: `zh-Hant-TW`, `en-CA-x-ca`.
    /// </summary>
    public static string Canonical(string tag)
    {
        var subtags = tag.Trim().ToLowerInvariant().Split('-');
        for (var i = 1; i < subtags.Length && subtags[i - 1].Length > 1; i++)
        {
            subtags[i] = subtags[i] switch
            {
                { Length: 2 } region => region.ToUpperInvariant(),
                { Length: 4 } script => char.ToUpperInvariant(script[0]) + script[1..],
                var other => other,
            };
        }

        return string.Join('-', subtags);
    }

    [GeneratedRegex(@"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
