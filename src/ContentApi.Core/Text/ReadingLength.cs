using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ContentApi.Core.Text;

/// <summary>The length of a text, and the time to read it.</summary>
/// <param name="SpacedWords">Words of scripts that separate words by spaces.</param>
/// <param name="UnspacedCharacters">Characters of scripts that are written without spaces.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadingLength(int SpacedWords, int UnspacedCharacters)
{
    private const int WordsPerMinute = 200;
    private const int CharactersPerMinute = 400;

    /// <summary>Gets the number of words; each character of a script that is written without spaces counts as one.</summary>
    public int WordCount => SpacedWords + UnspacedCharacters;

    /// <summary>
    /// Gets the reading time in whole minutes, rounded up, at least 1: words at 200 a minute, characters of scripts without spaces at 400.
    /// </summary>
    public int ReadingMinutes => Math.Max(1, (int)Math.Ceiling(((double)SpacedWords / WordsPerMinute) + ((double)UnspacedCharacters / CharactersPerMinute)));

    /// <summary>Returns whether the script of a character has no spaces between words: Han, kana, Thai, Lao, Burmese, Khmer.</summary>
    public static bool IsUnspacedScript(Rune rune) => rune.Value
        is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF)
        or (>= 0x0E01 and <= 0x0E3A) or (>= 0x0E81 and <= 0x0EBD) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17D3);

    /// <summary>Counts the words of a text; in scripts that are written without spaces, the characters.</summary>
    public static ReadingLength Measure(string text)
    {
        var (words, characters, inWord) = (0, 0, false);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii ? char.IsAsciiLetterOrDigit((char)rune.Value) : !IsUnspacedScript(rune) && Rune.IsLetterOrDigit(rune))
            {
                words += inWord ? 0 : 1;
                inWord = true;
            }
            else if (IsUnspacedScript(rune))
            {
                characters += Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark ? 0 : 1;
                inWord = false;
            }
            else
            {
                // An apostrophe or a hyphen between letters does not end a word.
                inWord = inWord && rune.Value is '\'' or '’' or '-';
            }
        }

        return new(words, characters);
    }
}
