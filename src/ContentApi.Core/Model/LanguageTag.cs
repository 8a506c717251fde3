using System.Text.RegularExpressions;

namespace ContentApi.Core.Model;

/// <summary>Validates and normalizes BCP 47 language tags.</summary>
/// <remarks>Tags are case-insensitive, but a database index compares bytes, so only the normalized form is stored.</remarks>
internal static partial class LanguageTag
{
    /// <summary>The language of documents that do not specify one.</summary>
    public const string Default = "en";

    public const int MaxLength = 35;

    public const string Pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";

    public static bool IsWellFormed(string tag) => tag.Length <= MaxLength && LanguageTagRegex().IsMatch(tag);

    /// <summary>
    /// Normalizes the case of a tag as RFC 5646 section 2.1.1 recommends: language in lower case, script in title case, region in upper
    /// case, and everything after a single-character subtag in lower case. Examples: `zh-Hant-TW`, `en-CA-x-ca`.
    /// </summary>
    public static string Normalize(string tag)
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
    private static partial Regex LanguageTagRegex();
}
