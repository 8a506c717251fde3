using System.Buffers;
using System.Globalization;
using System.Text;

namespace ContentApi.Core.Text;

/// <summary>
/// Defines which characters the texts may contain that pages, lists and logs show beside other text: titles, names, bylines, reasons and
/// others. A bidirectional override or an unclosed isolate reorders the text after it, and control characters can change a terminal.
/// </summary>
internal static class DisplayText
{
    private const string BidirectionalControls = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

    /// <summary>Tabs and line breaks, which only multi-line texts may contain.</summary>
    private const string Whitespace = "\t\n\r\u2028\u2029";

    /// <summary>C0 and C1 control characters and DEL.</summary>
    private static readonly string Controls = string.Concat(Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl));

    private static readonly SearchValues<char> Checked = SearchValues.Create(Controls + BidirectionalControls + Whitespace);
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(string.Concat((Controls + BidirectionalControls).Except(Whitespace)));

    /// <summary>Returns the fault of a text, as the end of a sentence that starts with its name; null if the text is valid or empty.</summary>
    public static string? FindFault(string text, bool isMultiline) =>
        FindUnsafeCharacter(text, isMultiline) ?? (text.Length > 0 && !HasVisibleCharacter(text) ? "must contain a visible character." : null);

    /// <summary>Returns the fault of a text that may be invisible; null if the text is valid.</summary>
    public static string? FindUnsafeCharacter(string text, bool isMultiline)
    {
        var openIsolates = 0;
        var rest = text.AsSpan();
        for (int index; (index = rest.IndexOfAny(Checked)) >= 0; rest = rest[(index + 1)..])
        {
            var character = rest[index];
            if (Whitespace.Contains(character))
            {
                if (!isMultiline)
                {
                    return "must be a single line without tabs.";
                }
            }
            else if (character is >= '\u2066' and <= '\u2068')
            {
                openIsolates++;
            }
            else if (character != '\u2069')
            {
                return BidirectionalControls.Contains(character)
                    ? string.Create(CultureInfo.InvariantCulture, $"must not contain bidirectional embeddings or overrides (U+202A to U+202E); it contains U+{(int)character:X4}. Use isolates (U+2066 to U+2069).")
                    : string.Create(CultureInfo.InvariantCulture, $"must not contain control characters; it contains U+{(int)character:X4}.");
            }
            else if (--openIsolates < 0)
            {
                break;
            }
        }

        return openIsolates == 0 ? null : "must close each bidirectional isolate (U+2066 to U+2068) with U+2069, and close no other.";
    }

    /// <summary>Returns whether a Markdown text may contain an unsafe character, also as a character reference such as `&amp;#7;`.</summary>
    public static bool CanContainUnsafeCharacter(ReadOnlySpan<char> markdown) => markdown.ContainsAny(Unsafe) || markdown.Contains("&#", StringComparison.Ordinal);

    /// <summary>Replaces unsafe characters, except tabs and line breaks, by escapes such as `\u001B`, for output to a terminal.</summary>
    public static string Escape(string text) => text.AsSpan().ContainsAny(Unsafe)
        ? string.Concat(text.Select(character => Unsafe.Contains(character) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}") : $"{character}"))
        : text;

    /// <summary>Returns whether a text contains anything but spaces, combining marks and invisible characters.</summary>
    public static bool HasVisibleCharacter(string text) => text.EnumerateRunes().Any(IsVisible);

    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned)
        && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0xFFFC); // Hangul fillers, the empty Braille pattern, the object placeholder
}
