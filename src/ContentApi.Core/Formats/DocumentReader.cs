using System.Text;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Formats.FrontMatter;
using ContentApi.Core.Formats.PageText;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats;

/// <summary>
/// Reads the bytes of a file as a document. The content determines the format: front matter opens with `---` or `+++`; a page that was
/// exported as text is recognized by its form; anything else is Markdown whose first heading, or first line, is the title.
/// </summary>
internal static class DocumentReader
{
    public const int MaxBytes = 4_000_000;

    public static string TooLarge(long length) => $"the file has {length:N0} bytes; at most {MaxBytes:N0} are read";

    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static DocumentParseResult Read(byte[] content, string name, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        if (content.Length > MaxBytes)
        {
            return DocumentParseResult.Failed(Diagnostic.Error(null, TooLarge(content.Length)));
        }

        if (Decode(content, out var text) is { } fault)
        {
            return DocumentParseResult.Failed(fault);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return DocumentParseResult.Failed(Diagnostic.Error(null, "the file is empty"));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var first = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        var read = FrontMatterParser.IsFence(lines[first]) ? FrontMatterReader.Read(lines, first, zone, cancellationToken) : ReadWithoutFrontMatter(lines, name, zone, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return WithLanguage(read);
    }

    private static DocumentParseResult ReadWithoutFrontMatter(string[] lines, string name, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var page = CommentText.Remove(string.Join('\n', lines), keepLines: true).Split('\n');
        if (PageTextReader.IsPage(page))
        {
            return PageTextReader.Read(page, zone, cancellationToken);
        }

        var read = ReadPlain(MarkdownLines.WithoutComments(lines, firstLine: 1, out var warning, cancellationToken), isMarkdown: !name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase));
        return warning is null ? read : read with { Diagnostics = [warning, .. read.Diagnostics] };
    }

    private static DocumentParseResult ReadPlain(string[] lines, bool isMarkdown)
    {
        var (title, body) = MarkdownLines.TakeTitle(lines);
        if (title is null && !isMarkdown)
        {
            var first = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
            (title, body) = first < 0 ? (null, "") : (lines[first].Trim(), MarkdownLines.Body(lines.AsSpan(first + 1)));
        }

        return title is { Length: > 0 }
            ? new(new() { Title = title, Body = body }, [])
            : DocumentParseResult.Failed(Diagnostic.Error(1, "there is no title: neither front matter with a title nor a leading '# Heading'"));
    }

    /// <summary>Decodes strict UTF-8. Reports an invalid byte with its line instead of replacing it.</summary>
    private static Diagnostic? Decode(byte[] content, out string text)
    {
        text = "";
        if (content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return Diagnostic.Error(1, "the file is UTF-16; save it as UTF-8");
        }

        var bytes = content is [0xEF, 0xBB, 0xBF, ..] ? content.AsSpan(3) : content.AsSpan();
        var zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
        {
            return Diagnostic.Error(Line(bytes, zero), "the file has a U+0000 character");
        }

        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return null;
        }
        catch (DecoderFallbackException e)
        {
            return Diagnostic.Error(Line(bytes, Math.Clamp(e.Index, 0, bytes.Length)), "the file is not valid UTF-8");
        }
    }

    private static int Line(ReadOnlySpan<byte> bytes, int index) => 1 + bytes[..index].Count((byte)'\n');

    /// <summary>
    /// Sets a missing language if the letters of the text indicate one other than English, the default, and adds a warning.
    /// </summary>
    private static DocumentParseResult WithLanguage(DocumentParseResult read)
    {
        if (read.Document is not { Language: null } document || Guess(document.Title, document.Body) is not { } language)
        {
            return read;
        }

        return read with { Document = document with { Language = language }, Diagnostics = [.. read.Diagnostics, Diagnostic.Warning(null, $"no language is given; the text looks like '{language}'")] };
    }

    private static string? Guess(string title, string body)
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
