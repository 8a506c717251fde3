using System.Text;
using System.Text.RegularExpressions;
using ContentApi.Authoring;
using ContentApi.Authoring.Body;

namespace ContentApi.Importing;

internal enum Severity
{
    Error,
    Warning,
}

/// <summary>Something to tell the writer about a document, with the line of the file where it is known.</summary>
internal sealed record Finding(Severity Severity, int? Line, string Message)
{
    public static Finding Error(int? line, string message) => new(Severity.Error, line, message);

    public static Finding Warning(int? line, string message) => new(Severity.Warning, line, message);
}

/// <summary>What a file was read as; without a document there is at least one error.</summary>
internal sealed record ReadResult(StoryDocument? Document, IReadOnlyList<Finding> Findings)
{
    /// <summary>Gets whether the document is to be saved as a draft and not published.</summary>
    public bool IsDraft { get; init; }

    public static ReadResult Failed(params IReadOnlyList<Finding> findings) => new(null, findings);
}

/// <summary>
/// Reads the bytes of a file as a document. The format follows from the content: front matter opens with `---` or `+++`; a page that
/// was exported as text has its form; anything else is Markdown whose first heading, or first line, is the title.
/// </summary>
internal static partial class DocumentReader
{
    public const int MaxBytes = 4_000_000;

    public static string TooLarge(long length) => $"the file has {length:N0} bytes; at most {MaxBytes:N0} are read";

    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static ReadResult Read(byte[] content, string name, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        if (content.Length > MaxBytes)
        {
            return ReadResult.Failed(Finding.Error(null, TooLarge(content.Length)));
        }

        if (Decode(content, out var text) is { } fault)
        {
            return ReadResult.Failed(fault);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return ReadResult.Failed(Finding.Error(null, "the file is empty"));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var first = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        var read = FrontMatter.IsFence(lines[first]) ? FrontMatterReader.Read(lines, first, zone, cancellationToken) : ReadWithoutFrontMatter(lines, name, zone, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return WithLanguage(read);
    }

    /// <summary>Returns the lines of a Markdown body without comments: they may stand in front of its title, or in it.</summary>
    public static string[] WithoutComments(ReadOnlySpan<string> lines, int firstLine, out Finding? warning, CancellationToken cancellationToken)
    {
        var (markdown, found) = BodyMarkdown.RemoveComments(string.Join('\n', lines!), cancellationToken);
        warning = found is var (line, message) ? Finding.Warning(firstLine + line - 1, message) : null;
        return markdown.Split('\n');
    }

    private static ReadResult ReadWithoutFrontMatter(string[] lines, string name, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var page = CommentText.Remove(string.Join('\n', lines), keepLines: true).Split('\n');
        if (PageTextReader.IsPage(page))
        {
            return PageTextReader.Read(page, zone, cancellationToken);
        }

        var read = ReadPlain(WithoutComments(lines, firstLine: 1, out var warning, cancellationToken), isMarkdown: !name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase));
        return warning is null ? read : read with { Findings = [warning, .. read.Findings] };
    }

    /// <summary>A leading heading of the first level, and the body without it; or null and all lines.</summary>
    public static (string? Title, string Body) TakeTitle(ReadOnlySpan<string> lines)
    {
        var first = 0;
        while (first < lines.Length && string.IsNullOrWhiteSpace(lines[first]))
        {
            first++;
        }

        if (first < lines.Length && AtxTitle(lines[first]) is { } atx)
        {
            return (Unmarked(atx), Body(lines[(first + 1)..]));
        }

        if (first + 1 < lines.Length && SetextLine().IsMatch(lines[first + 1]) && !string.IsNullOrWhiteSpace(lines[first]))
        {
            return (Unmarked(lines[first]), Body(lines[(first + 2)..]));
        }

        return (null, Body(lines[first..]));
    }

    /// <summary>Lines without the empty ones around them.</summary>
    public static string Body(ReadOnlySpan<string> lines) => string.Join('\n', lines.Trim("")!);

    private static ReadResult ReadPlain(string[] lines, bool isMarkdown)
    {
        var (title, body) = TakeTitle(lines);
        if (title is null && !isMarkdown)
        {
            var first = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
            (title, body) = first < 0 ? (null, "") : (lines[first].Trim(), Body(lines.AsSpan(first + 1)));
        }

        return title is { Length: > 0 }
            ? new(new() { Title = title, Body = body }, [])
            : ReadResult.Failed(Finding.Error(1, "there is no title: neither front matter with a title nor a leading '# Heading'"));
    }

    /// <summary>Strict UTF-8: a wrong byte is named with its line, not replaced.</summary>
    private static Finding? Decode(byte[] content, out string text)
    {
        text = "";
        if (content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return Finding.Error(1, "the file is UTF-16; save it as UTF-8");
        }

        var bytes = content is [0xEF, 0xBB, 0xBF, ..] ? content.AsSpan(3) : content.AsSpan();
        var zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
        {
            return Finding.Error(Line(bytes, zero), "the file has a U+0000 character");
        }

        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return null;
        }
        catch (DecoderFallbackException e)
        {
            return Finding.Error(Line(bytes, Math.Clamp(e.Index, 0, bytes.Length)), "the file is not valid UTF-8");
        }
    }

    private static int Line(ReadOnlySpan<byte> bytes, int index) => 1 + bytes[..index].Count((byte)'\n');

    /// <summary>A story without a language is English, unless its letters say otherwise; a guess is told.</summary>
    private static ReadResult WithLanguage(ReadResult read)
    {
        if (read.Document is not { Language: null } document || Guess(document.Title, document.Body) is not { } language)
        {
            return read;
        }

        return read with { Document = document with { Language = language }, Findings = [.. read.Findings, Finding.Warning(null, $"no language is given; the text looks like '{language}'")] };
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

    /// <summary>The text of a heading of the first level, without the hashes that may close it; by hand, for the line may be megabytes long.</summary>
    private static string? AtxTitle(string line)
    {
        var text = line.AsSpan().TrimStart(' ');
        if (line.Length - text.Length > 3 || text is not ['#', ' ' or '\t', ..])
        {
            return null;
        }

        text = text[1..].Trim();
        var open = text.TrimEnd('#');
        return (open.Length == 0 || open[^1] is ' ' or '\t' ? open : text).Trim().ToString();
    }

    private static string Unmarked(string title)
    {
        var sections = MarkdownBody.Read($"## {title.Trim()}", "").Sections;
        return sections.Count == 0 ? title.Trim() : SectionHeading.Join(sections[0].Label, sections[0].Title);
    }

    [GeneratedRegex(@"^ {0,3}={2,}[ \t]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SetextLine();
}
