using System.Text;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Formats.FrontMatter;
using ContentApi.Core.Formats.PageText;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats;

/// <summary>
/// Reads the bytes of a file as a document. Front matter opens with `---` or `+++`. A web page saved as plain text is recognized by its
/// layout. Anything else is Markdown that starts with its title: a first-level heading or, in a .txt file, the first line.
/// </summary>
internal static class DocumentReader
{
    public const int MaxBytes = 4_000_000;

    /// <summary>Returns the error message for a file that exceeds <see cref="MaxBytes"/>.</summary>
    public static string DescribeTooLarge(long length) => $"the file has {length:N0} bytes; the maximum is {MaxBytes:N0}";

    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static DocumentParseResult Read(byte[] content, string fileName, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        if (content.Length > MaxBytes)
        {
            return DocumentParseResult.Failed(Diagnostic.Error(null, DescribeTooLarge(content.Length)));
        }

        if (Decode(content, out var text) is { } error)
        {
            return DocumentParseResult.Failed(error);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return DocumentParseResult.Failed(Diagnostic.Error(null, "the file is empty"));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var firstLineIndex = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        var result = FrontMatterParser.IsFence(lines[firstLineIndex])
            ? FrontMatterReader.Read(lines, firstLineIndex, zone, cancellationToken)
            : ReadWithoutFrontMatter(lines, fileName, zone, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return WithLanguage(result);
    }

    private static DocumentParseResult ReadWithoutFrontMatter(string[] lines, string fileName, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var linesWithoutComments = CommentRemover.Remove(string.Join('\n', lines), keepLineBreaks: true).Split('\n');
        if (PageTextReader.IsPage(linesWithoutComments))
        {
            return PageTextReader.Read(linesWithoutComments, zone, cancellationToken);
        }

        var requiresHeading = !fileName.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);
        var result = ReadTitleAndBody(MarkdownLines.RemoveComments(lines, firstLine: 1, out var warning, cancellationToken), requiresHeading);
        return warning is null ? result : result with { Diagnostics = [warning, .. result.Diagnostics] };
    }

    private static DocumentParseResult ReadTitleAndBody(string[] lines, bool requiresHeading)
    {
        var (title, body) = MarkdownLines.SplitTitle(lines);
        if (title is null && !requiresHeading)
        {
            var firstLineIndex = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
            (title, body) = firstLineIndex < 0 ? (null, "") : (lines[firstLineIndex].Trim(), MarkdownLines.JoinBody(lines.AsSpan(firstLineIndex + 1)));
        }

        return title is { Length: > 0 }
            ? new(new() { Title = title, Body = body }, [])
            : DocumentParseResult.Failed(Diagnostic.Error(1, "the title is missing; add front matter with a title, or start the text with '# Title'"));
    }

    /// <summary>Decodes strict UTF-8. Returns an error with the line of the first invalid byte, or null.</summary>
    private static Diagnostic? Decode(byte[] content, out string text)
    {
        text = "";
        if (content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return Diagnostic.Error(1, "the file is encoded as UTF-16; save it as UTF-8");
        }

        var bytes = content is [0xEF, 0xBB, 0xBF, ..] ? content.AsSpan(3) : content.AsSpan();
        var nulIndex = bytes.IndexOf((byte)0);
        if (nulIndex >= 0)
        {
            return Diagnostic.Error(GetLineNumber(bytes, nulIndex), "the file contains a U+0000 character");
        }

        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return null;
        }
        catch (DecoderFallbackException e)
        {
            return Diagnostic.Error(GetLineNumber(bytes, Math.Clamp(e.Index, 0, bytes.Length)), "the file is not valid UTF-8");
        }
    }

    private static int GetLineNumber(ReadOnlySpan<byte> bytes, int index) => 1 + bytes[..index].Count((byte)'\n');

    /// <summary>
    /// Sets the language of a document that gives none, and adds a warning, if its letters are mostly Chinese, Japanese, Korean or Thai.
    /// Otherwise leaves the language unset.
    /// </summary>
    private static DocumentParseResult WithLanguage(DocumentParseResult result)
    {
        if (result.Document is not { Language: null } document || GuessLanguage(document.Title, document.Body) is not { } language)
        {
            return result;
        }

        return result with
        {
            Document = document with { Language = language },
            Diagnostics = [.. result.Diagnostics, Diagnostic.Warning(null, $"no language is given; '{language}' was detected in the text and is used")],
        };
    }

    private static string? GuessLanguage(string title, string body)
    {
        if (Ascii.IsValid(title) && Ascii.IsValid(body))
        {
            return null;
        }

        var (letters, han, kana, hangul, thai) = (0, 0, 0, 0, 0);
        foreach (var rune in (title + body).EnumerateRunes())
        {
            letters += Rune.IsLetter(rune) ? 1 : 0;
            kana += rune.Value is >= 0x3040 and <= 0x30FF ? 1 : 0;
            hangul += rune.Value is >= 0xAC00 and <= 0xD7A3 ? 1 : 0;
            thai += rune.Value is >= 0x0E01 and <= 0x0E5B ? 1 : 0;
            han += rune.Value is >= 0x4E00 and <= 0x9FFF ? 1 : 0;
        }

        var half = letters / 2;
        return letters == 0 ? null
            : hangul > half ? "ko"
            : thai > half ? "th"
            : kana > letters / 10 && kana + han > half ? "ja"
            : han > half ? "zh"
            : null;
    }
}
