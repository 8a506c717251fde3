using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AnyAscii;

namespace ContentApi.Core.Model;

/// <summary>Creates and validates slugs: groups of lower-case ASCII letters and digits joined by single hyphens.</summary>
internal static partial class Slug
{
    /// <summary>Maximum length of a slug, in characters. The slug of a longer title is truncated between words.</summary>
    public const int MaxLength = 200;

    /// <summary>The regular expression of a slug in the OpenAPI document.</summary>
    public const string Pattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// <summary>The end of an error message that starts with the name of an invalid parameter or member.</summary>
    public const string Requirement = "must be a slug: lower-case letters, digits and single hyphens between them, such as the-quiet-bakery.";

    public static bool IsValid([NotNullWhen(true)] string? value) =>
        value is { Length: > 0 and <= MaxLength } && SlugRegex().IsMatch(value);

    /// <summary>
    /// Returns the slug of a title or name. Removes apostrophes and combining marks, folds compatibility forms, transliterates to ASCII and
    /// converts to lower case. Characters other than letters and digits separate words; one hyphen joins two words. Returns an empty string
    /// if the transliteration contains no letter or digit.
    /// </summary>
    public static string From(string text)
    {
        var slug = new StringBuilder(text.Length);
        var needsHyphen = false;

        void Append(char c)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                if (needsHyphen && slug.Length > 0)
                {
                    slug.Append('-');
                }

                slug.Append(char.ToLowerInvariant(c));
                needsHyphen = false;
            }
            else if (!IsApostrophe(c))
            {
                needsHyphen = true;
            }
        }

        // Apostrophes are removed first: compatibility folding would turn the acute accent, sometimes typed as an apostrophe, into a space.
        // NFKC rather than NFKD: NFKD would split が (ga) and й (y), and the loop below would drop their marks.
        var normalized = string.Concat(text.Where(c => !IsApostrophe(c))).ToWellFormed().Normalize(NormalizationForm.FormKC);
        foreach (var rune in normalized.EnumerateRunes())
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

            // A Han character is a syllable: 雷军 becomes lei-jun, not leijun.
            var isSyllable = Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherLetter && rune.Value is >= 0x3400 and <= 0x9FFF;
            needsHyphen |= isSyllable;
            foreach (var c in rune.ToString().Transliterate())
            {
                Append(c);
            }

            needsHyphen |= isSyllable;
        }

        return Truncate(slug.ToString(), MaxLength);
    }

    /// <summary>
    /// Returns the slug of the name of a founder or topic, in which technical names are spelled out: `C++` becomes `c-plus-plus`. It is short
    /// enough for a suffix. Returns <paramref name="fallback"/> if the name yields no slug.
    /// </summary>
    public static string FromName(string name, string fallback)
    {
        const int MaxSuffixLength = 10;
        var slug = Truncate(From(TechnicalNames.SpellOut(name)), MaxLength - MaxSuffixLength);
        return slug.Length > 0 ? slug : fallback;
    }

    /// <summary>Returns a display name derived from a founder's slug: `lei-jun` becomes Lei Jun.</summary>
    public static string ToDisplayName(string slug) =>
        string.Join(' ', slug.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Truncate(string slug, int maxLength)
    {
        if (slug.Length <= maxLength)
        {
            return slug;
        }

        var end = slug.LastIndexOf('-', maxLength);
        return slug[..(end > 0 ? end : maxLength)];
    }

    private static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or '‛' or 'ʼ' or 'ʻ' or '´' or '`' or '＇' or '′';

    private static string ToWellFormed(this string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Matches <see cref="Pattern"/> with `\z` instead of `$`, because `$` also matches before a final newline in .NET, but not in
    /// ECMAScript, whose syntax OpenAPI uses.
    /// </summary>
    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SlugRegex();
}
