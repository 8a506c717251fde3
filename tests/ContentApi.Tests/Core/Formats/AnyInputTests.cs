using System.Text;
using ContentApi.Core.Formats;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Formats.PageText;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using CsCheck;

namespace ContentApi.Tests.Core.Formats;

/// <summary>
/// Tests that any bytes are parsed or rejected without an exception, and that no line of a parsed page is lost without a diagnostic.
/// </summary>
public sealed class AnyInputTests
{
    private static readonly int Iterations = int.Parse(Environment.GetEnvironmentVariable("CsCheck_Iter") ?? "3000", null);

    private static readonly PageBuilder Page = new();

    private static readonly Gen<string> YamlPiece = OneOf(
        "title: T", "a", "b: ", "- ", "? ", ": ", "[", "]", "{", "}", ", ", "\"", "'", "|\n", ">-\n", "  ", "\n", "\n", "\n  ", "&a ", "*a", "!!binary ", "!x ", "%YAML 1.1", "---", "...", "# c",
        "~", "null", "\t", "date: 2025-01-01", "founder: {name: N}", "takeaways:\n - a", "tags: [a, b]", "<<: ", "\\", "@", "`", "雷", "🙂", "\u0085", "\u2028", "=", "\"\"\"", "'''", "[[t]]\n", "[t.u]\n", "x = 1\n", "y.z = {a = 1}\n");

    private static readonly string[] EditLines = ["", "", "Act I: Why", "Epilogue", "Why did it fail?", "A quiet start", "Are you OK?", "\"Are you OK?\"", "Key Takeaways", "Lessons", "The Lesson", "Insights:", "• Bake before they ask; it's the smell that sells.",
        "  • One", "- Two: three", "1. First: because", "2) Second", "3. The Fall", "① 一", "Share this story", "Share", "Share the load with those who carry it", "Continue Your Journey", "Read next", "More stories that shaped", "oprah", "lei-jun",
        "August 26, 2025", "2025/08/26", "03.04.2025", "26 August 2025", "11 min read", "0 min read", "By Ann Lee", "By the sea they waited.", "Written by Bo", "August 26, 2025 · 8 min read · Technology", "Read Story11 min read", "Read more", "* * *", "---", "———",
        "# Title", "===", "<b>bold</b>", "[a](b)", "    indented", "\u3000\u3000飞快的面包店。", "面包为什么会发酵？", "The oven stood against the neighbours' wall, and they never needed to heat it in winter", "again.", "It was.", "The 'Quiet' Bakery: Nora Lind's Long Night", "?!", "🙂", "a|b", "|-|-|"];

    private static readonly Gen<string> MutatedPage = Gen.Select(
        Gen.Select(Gen.Int[0, 8], Gen.Int[0, 200], Gen.Int[0, EditLines.Length - 1]).Array[0, 12],
        OneOf(Page.Text, (Page with { ShortTakeaways = [] }).Text, (Page with { FullTakeaways = [] }).Text, (Page with { FounderSlug = "oprah", Cards = [] }).Text, (Page with { Body = ["One paragraph."] }).Text, "A Title\n\nlei-jun\n"),
        (edits, text) => string.Join('\n', edits.Aggregate(text.Split('\n').ToList(), ApplyEdit)));

    [Fact]
    public void Any_bytes_yield_a_document_or_diagnostics() =>
        Gen.OneOf(
                Gen.Byte.Array,
                Gen.String.Select(Encoding.UTF8.GetBytes),
                MutatedPage.Select(Encoding.UTF8.GetBytes),
                YamlPiece.Array[0, 40].Select(pieces => Encoding.UTF8.GetBytes($"---\n{string.Concat(pieces)}\n---\nx")),
                YamlPiece.Array[0, 40].Select(pieces => Encoding.UTF8.GetBytes($"+++\n{string.Concat(pieces)}\n+++\nx")),
                Gen.String[Gen.Char["\n\r -+#:[]{}\"'&*!|>%@`abc1"], 0, 80].Select(text => Encoding.UTF8.GetBytes("---\n" + text + "\n---\nx")),
                Gen.Select(Gen.Int[0, 3000], Gen.Byte).Select((index, value) => ReplaceByte(Encoding.UTF8.GetBytes(Page.Text), index, value)))
            .Sample(
                bytes => DocumentReader.Read(bytes, "x.md", TimeZoneInfo.Utc, CancellationToken.None) is { Document: not null } or { Diagnostics.Count: > 0 },
                print: bytes => Convert.ToHexString(bytes) + "\n" + Encoding.UTF8.GetString(bytes),
                iter: Iterations * 5);

    [Fact]
    public void Every_line_of_a_page_is_in_the_document_or_in_a_diagnostic() =>
        MutatedPage.Sample(text => FindLostLine(text) is null, print: text => $"{FindLostLine(text)}\n\n{text}", iter: Iterations * 3);

    [Theory]
    [InlineData("# ", " ")]
    [InlineData("# a", " #")]
    [InlineData("T\nlei-jun\n", "1. a\n")]
    [InlineData("T\nlei-jun\nKey Takeaways\n", "- a\n")]
    [InlineData("T\nlei-jun\nKey Takeaways\n- a\n\nB\n\nKey Takeaways\n", "1. a: b\n")]
    [InlineData("T\nlei-jun\n", "Key Takeaways\n- a\n\n")]
    [InlineData("T\nlei-jun\nContinue Your Journey\nA\na-b\nA\nB\nRead Story\n", "a line\n")]
    [InlineData("T\nlei-jun\n", "Continue Your Journey\n")]
    [InlineData("T\nlei-jun\n", "Share\n")]
    [InlineData("T\nlei-jun\n", "oprah\n")]
    [InlineData("T\nlei-jun\n", "A quiet start\n\n")]
    [InlineData("T\nlei-jun\n", "a")]
    [InlineData("T\nlei-jun\n", "By ")]
    [InlineData("T\nlei-jun\n", "· ")]
    public void A_megabyte_of_repeated_text_is_parsed_in_linear_time(string start, string repeated)
    {
        var bytes = Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(repeated, (1_000_000 - start.Length) / repeated.Length)) + "x");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var read = DocumentReader.Read(bytes, "x.txt", TimeZoneInfo.Utc, CancellationToken.None);

        Assert.True(read.Document is not null || read.Diagnostics.Count > 0);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Waiting.Hang); // a quadratic algorithm would take many minutes
    }

    /// <summary>
    /// Returns the first line of the page that is neither in the document, nor in a diagnostic, nor boilerplate; null if there is none.
    /// </summary>
    private static string? FindLostLine(string text)
    {
        var read = DocumentReader.Read(Encoding.UTF8.GetBytes(text), "page.txt", TimeZoneInfo.Utc, CancellationToken.None);
        if (read.Document is not { } document)
        {
            return read.Diagnostics.Count > 0 ? null : "no diagnostic";
        }

        if (!PageTextReader.IsPage(text.Split('\n')))
        {
            return null; // Markdown has its own tests
        }

        var all = GetLetters(JoinContent(document));
        return text.Split('\n').Select((line, index) => (Text: line.Trim(), Number: index + 1))
            .Where(line => GetLetters(line.Text).Length > 0
                && !all.Contains(GetLetters(line.Text), StringComparison.Ordinal)
                && !all.Contains(GetLetters(PagePatterns.GetItemText(line.Text, out _) ?? line.Text), StringComparison.Ordinal)
                && !read.Diagnostics.Any(diagnostic => diagnostic.Line == line.Number || GetLetters(diagnostic.Message).Contains(GetLetters(line.Text), StringComparison.Ordinal))
                && !IsBoilerplate(line.Text)
                && !IsMetadataOf(line.Text, document))
            .Select(line => $"{line.Number}: {line.Text}")
            .FirstOrDefault();
    }

    /// <summary>
    /// Joins the parts of a document with separators, so that a line split into two parts counts as lost. A statement and its explanation
    /// share one line of the page.
    /// </summary>
    private static string JoinContent(StoryDocument document) => string.Join(
        '\u0001',
        [
            document.Title, document.Founder?.Slug, document.Byline, document.Dek, PlainTextWriter.Write(MarkdownReader.Read(document.Body, "").Sections),
            .. document.Takeaways.Select(takeaway => takeaway.Statement + takeaway.Explanation),
            .. document.Recommendations.SelectMany(card => new[] { card.Title, card.Founder?.Slug, card.Dek }),
        ]);

    private static bool IsBoilerplate(string line) =>
        PagePatterns.IsTakeawaysHeading(line) || PagePatterns.IsShareLine(line) || PagePatterns.IsCardsHeading(line) || PagePatterns.IsTagline(line) || PagePatterns.IsReadMoreLine(line, out _);

    private static bool IsMetadataOf(string line, StoryDocument document) =>
        line.Split(['·', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).All(part =>
            (DateParser.Parse(part, TimeZoneInfo.Utc) is { } date && document.PublishedAt == date)
            || (PagePatterns.ParseReadingMinutes(part) is { } minutes && document.ReadingMinutes == minutes)
            || PagePatterns.RemoveBylinePrefix(part) == document.Byline
            || GetLetters(JoinContent(document)).Contains(GetLetters(part), StringComparison.Ordinal));

    private static string GetLetters(string text) => string.Concat(text.Where(c => char.IsLetterOrDigit(c) || c == '\u0001')).ToUpperInvariant();

    private static List<string> ApplyEdit(List<string> lines, (int Kind, int Position, int Line) edit)
    {
        var index = lines.Count == 0 ? 0 : edit.Position % lines.Count;
        switch (edit.Kind)
        {
            case 0 when lines.Count > 3:
                lines.RemoveAt(index);
                break;
            case 1 when lines.Count > 0:
                lines.Insert(index, lines[(edit.Position * 7) % lines.Count]);
                break;
            case 2:
                lines.RemoveAll(line => line.Length == 0 && lines.IndexOf(line) % 2 == edit.Position % 2);
                break;
            case 3 when lines.Count > 0:
                lines[index] = EditLines[edit.Line];
                break;
            case 4 or 5:
                lines.InsertRange(index, [EditLines[edit.Line]]);
                break;
            default:
                lines.InsertRange(index, ["", EditLines[edit.Line], ""]);
                break;
        }

        return lines;
    }

    private static byte[] ReplaceByte(byte[] bytes, int index, byte value)
    {
        bytes[index % bytes.Length] = value;
        return bytes;
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
