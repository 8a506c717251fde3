using System.Buffers;
using System.Globalization;
using System.Text;

namespace ContentApi.Core.Text;

/// <summary>
/// Splits text into words for search and recommendations, independent of the database collation: in the C locale, PostgreSQL's parser does
/// not recognize letters outside ASCII.
/// </summary>
internal static class Tokenizer
{
    /// <summary>Maximum length of a token in characters. Longer runs are not words of a natural language; they are truncated.</summary>
    public const int MaxTokenLength = 60;

    private const int InternCacheSize = 16 * 1024; // must be a power of two

    private static readonly string?[] InternCache = new string?[InternCacheSize];

    /// <summary>Returns the words of a text; for scripts without spaces, pairs of neighbouring characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="initials">
    /// The first letters of interest in lower case, if known. Words that start with another ASCII character are skipped without
    /// normalization.
    /// </param>
    public static IEnumerable<Token> Tokenize(string text, SearchValues<char>? initials = null)
    {
        for (var i = 0; i < text.Length;)
        {
            if (IsUnspacedScript(text, i))
            {
                var end = i;
                while (end < text.Length && IsUnspacedScript(text, end))
                {
                    end += GetUtf16Length(text, end);
                }

                foreach (var bigram in TokenizeBigrams(text, i, end))
                {
                    yield return bigram;
                }

                i = end;
            }
            else if (IsWordPart(text, i))
            {
                var start = i;
                while (i < text.Length && IsWordPart(text, i) && !IsUnspacedScript(text, i))
                {
                    i += GetUtf16Length(text, i);
                    if (i < text.Length - 1 && IsApostrophe(text[i]) && char.IsLetter(text[i + 1]))
                    {
                        i++; // an apostrophe inside a word is part of it: it's
                    }
                }

                if (initials is not null && char.IsAscii(text[start]) && !initials.Contains(char.ToLowerInvariant(text[start])))
                {
                    continue;
                }

                if (Fold(text.AsSpan(start, Math.Min(i - start, MaxTokenLength))) is { Length: > 0 } word && word.AsSpan().ContainsAnyExcept('_'))
                {
                    yield return new(word, start, i - start);
                }
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>Splits an identifier at its underscores. Returns any other word as is.</summary>
    public static string[] SplitIdentifier(string word) => word.Contains('_') ? word.Split('_', StringSplitOptions.RemoveEmptyEntries) : [word];

    /// <summary>Returns whether the character belongs to a script that is written without spaces between words.</summary>
    public static bool IsUnspacedScript(string text, int i)
    {
        var c = text[i];
        return c >= '\u0e01' && (c is (>= '\u3040' and <= '\u30ff') or (>= '\u3400' and <= '\u4dbf') or (>= '\u4e00' and <= '\u9fff') or (>= '\uf900' and <= '\ufaff')
            or (>= '\u0e01' and <= '\u0e3a') or (>= '\u0e81' and <= '\u0ebd') or (>= '\u1000' and <= '\u109f') or (>= '\u1780' and <= '\u17d3')
            || (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) && char.ConvertToUtf32(c, text[i + 1]) is >= 0x20000 and <= 0x323af));
    }

    private static IEnumerable<Token> TokenizeBigrams(string text, int start, int end)
    {
        var firstLength = GetUtf16Length(text, start);
        if (start + firstLength >= end)
        {
            yield return new(text[start..end], start, end - start);
        }

        for (var i = start; i + GetUtf16Length(text, i) < end; i += GetUtf16Length(text, i))
        {
            var length = GetUtf16Length(text, i) + GetUtf16Length(text, i + GetUtf16Length(text, i));
            yield return new(text.Substring(i, length), i, length);
        }
    }

    private static bool IsWordPart(string text, int i)
    {
        var c = text[i];
        return c < 128 ? char.IsAsciiLetterOrDigit(c) || c == '_'
            : char.IsSurrogate(c) ? i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]) && Rune.IsLetterOrDigit(new Rune(c, text[i + 1]))
            : char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
    }

    private static int GetUtf16Length(string text, int i) => char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;

    private static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or 'ʼ' or '＇';

    /// <summary>Converts to lower case and removes accents and apostrophes: `Zoë’s` becomes `zoes`.</summary>
    private static string Fold(ReadOnlySpan<char> word)
    {
        if (!word.ContainsAnyExceptInRange('0', 'z') && !word.ContainsAnyInRange('A', 'Z'))
        {
            return Intern(word);
        }

        if (Ascii.IsValid(word))
        {
            Span<char> lower = stackalloc char[MaxTokenLength];
            var length = 0;
            foreach (var c in word)
            {
                lower[length] = char.ToLowerInvariant(c);
                length += IsApostrophe(c) ? 0 : 1;
            }

            return Intern(lower[..length]);
        }

        var folded = new StringBuilder(word.Length);
        foreach (var c in Decompose(word.ToString()))
        {
            if (!IsApostrophe(c) && char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(c is 'ß' ? "ss" : c is 'ø' or 'Ø' ? "o" : c is 'ł' or 'Ł' ? "l" : c is 'æ' or 'Æ' ? "ae" : c is 'œ' or 'Œ' ? "oe" : char.ToLowerInvariant(c).ToString());
            }
        }

        // One character may expand to many: the ligature U+FDFA expands to 18 characters.
        folded.Length = Math.Min(folded.Length, MaxTokenLength);
        return (folded.Length > 0 && char.IsHighSurrogate(folded[^1]) ? folded.Remove(folded.Length - 1, 1) : folded).ToString();
    }

    /// <summary>Returns the cached string of a recent word, because a few hundred words account for half of a text.</summary>
    private static string Intern(ReadOnlySpan<char> word)
    {
        var hash = 2166136261u;
        foreach (var c in word)
        {
            hash = (hash ^ c) * 16777619u;
        }

        ref var slot = ref InternCache[(hash ^ (hash >> 16)) & (InternCacheSize - 1)];
        return slot is { } cached && word.SequenceEqual(cached) ? cached : slot = word.ToString();
    }

    // The round trip through UTF-8 replaces unpaired surrogates, which Normalize would reject.
    private static string Decompose(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormKD);
}
