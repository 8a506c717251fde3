using System.Text.RegularExpressions;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Splits and joins section headings: `Act I: The Court Summons` has the label "Act I" and the title "The Court Summons".
/// </summary>
internal static partial class SectionHeading
{
    /// <summary>
    /// Splits a heading into label and title. Either can be null: a heading without a known label is a title, and a label can stand alone.
    /// </summary>
    public static (string? Label, string? Title) Split(string heading)
    {
        var match = LabelRegex().Match(heading);
        if (!match.Success || match.Groups["label"].Length > BodyLimits.MaxSectionLabelLength)
        {
            return (null, heading);
        }

        var title = match.Groups["title"].Value.Trim();
        return (match.Groups["label"].Value, title.Length == 0 ? null : title);
    }

    public static bool HasLabel(string line) => LabelRegex().IsMatch(line);

    /// <summary>Joins label and title into one line, with a colon between them.</summary>
    public static string Join(string? label, string? title) => (label, title) switch
    {
        (null, _) => title ?? "",
        (_, null) => label,
        _ => $"{label}: {title}",
    };

    /// <summary>Returns whether two titles have the same letters and digits, ignoring case, and at least one of these characters.</summary>
    public static bool AreEquivalent(string a, string b) => Normalize(a) is { Length: > 0 } letters && letters == Normalize(b);

    private static string Normalize(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    [GeneratedRegex(
        """
        ^(?<label>
            prologue | epilogue | interlude | intermission | preface | foreword | afterword | introduction | conclusion | coda | postscript
          | (act|chapter|part|scene|book|episode|section) \s+
            ( \d{1,3} | [ivxlc]{1,7} | one | two | three | four | five | six | seven | eight | nine | ten | eleven | twelve )
        )
        ( \s* [:：] \s* (?<title>.*) | \s* [—–] \s* (?<title>.+) | \s+ -{1,2} \s+ (?<title>.+) | (?<title>) )$
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelRegex();
}
