using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AnyAscii;

namespace ContentApi.Core.Model;

/// <summary>Public names in addresses: groups of lower-case ASCII letters and digits joined by single hyphens.</summary>
internal static partial class Slug
{
    /// <summary>Longest slug, in characters; a longer title is cut between words.</summary>
    public const int MaxLength = 200;

    /// <summary>What every slug matches, as a regular expression for the contract.</summary>
    public const string Pattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// <summary>The pattern in words.</summary>
    public const string Words = "must be a slug: lower-case letters and digits in groups joined by hyphens.";

    public static bool IsValid([NotNullWhen(true)] string? value) =>
        value is { Length: > 0 and <= MaxLength } && Shape().IsMatch(value);

    /// <summary>
    /// The slug of a title or name: compatibility forms folded, transliterated to ASCII, lower case; apostrophes vanish, other runs become one hyphen.
    /// Empty when nothing of the text can be written in ASCII: the caller then takes the id.
    /// </summary>
    public static string From(string text)
    {
        var slug = new StringBuilder(text.Length);
        var separate = false;

        void Append(char c)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                if (separate && slug.Length > 0)
                {
                    slug.Append('-');
                }

                slug.Append(char.ToLowerInvariant(c));
                separate = false;
            }
            else if (!IsApostrophe(c))
            {
                separate = true;
            }
        }

        // Apostrophes go first: compatibility forms would turn the acute accent that some writers use for one into a space.
        // Composed rather than decomposed: for Latin letters the result is that of NFKD, and が stays ga, й stays y.
        var plain = string.Concat(text.Where(c => !IsApostrophe(c))).ToWellFormed().Normalize(NormalizationForm.FormKC);
        foreach (var rune in plain.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            {
                continue;
            }

            if (rune.IsAscii)
            {
                Append((char)rune.Value);
                continue;
            }

            // A Han character is a syllable: 雷军 reads lei-jun, not leijun.
            var syllable = Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherLetter && rune.Value is >= 0x3400 and <= 0x9FFF;
            separate |= syllable;
            foreach (var c in rune.ToString().Transliterate())
            {
                Append(c);
            }

            separate |= syllable;
        }

        return Cut(slug.ToString());
    }

    /// <summary>The name that a founder's slug suggests: `lei-jun` is Lei Jun.</summary>
    public static string ToName(string slug) =>
        string.Join(' ', slug.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Cut(string slug)
    {
        if (slug.Length <= MaxLength)
        {
            return slug;
        }

        var end = slug.LastIndexOf('-', MaxLength);
        return slug[..(end > 0 ? end : MaxLength)];
    }

    private static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or '‛' or 'ʼ' or 'ʻ' or '´' or '`' or '＇' or '′';

    private static string ToWellFormed(this string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The pattern up to the very end: .NET's `$` also matches before a final newline, which ECMA's in the contract does not.</summary>
    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
