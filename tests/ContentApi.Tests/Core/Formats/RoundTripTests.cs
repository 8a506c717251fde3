using System.Text.Json;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using CsCheck;

namespace ContentApi.Tests.Core.Formats;

public sealed class RoundTripTests
{
    private static readonly int Iterations = int.Parse(Environment.GetEnvironmentVariable("CsCheck_Iter") ?? "3000", null);

    /// <summary>Generates texts that are hard to write as Markdown: its punctuation, letters, digits and other scripts.</summary>
    private static readonly Gen<string> Word = Gen.OneOf(
        OneOf("word", "Act I:", "1.", "2)", "-", "+", "#", "=", ">", "*", "_", "`", "~", "|", "[a](b)", "<b>", "&amp;", "\\", "!", "!", "www.example.com",
            "http://x.y", "snake_case", "**", "__init__", "---", "***", "```", "1986", "café", "雷军", "🙂", "don’t", "“quoted”", "a*b", "x_y_z", "\"", "(", ")", ":", "::"),
        Gen.String[Gen.Char["abcXYZ019 *_`~|[]<>&\\!#-+=.:()\"'"], 1, 8]);

    private static readonly Gen<string> Text = Word.List[1, 8]
        .Select(words => string.Join(' ', string.Join(' ', words).Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        .Where(text => text.Length > 0);

    private static readonly Gen<IReadOnlyList<Span>> Spans = Gen.Select(
            Text,
            OneOf<string[]>([], [], [Mark.Emphasis], [Mark.Strong], [Mark.Emphasis, Mark.Strong], [Mark.Strikethrough], [Mark.Code]),
            OneOf<string?>(null, null, "https://example.com/a_(b)?c=1&d=*", "/stories/x"),
            OneOf(" ", "\n"))
        .List[1, 5]
        .Select(parts =>
        {
            var spans = new SpanBuilder();
            foreach (var (text, marks, href, separator) in parts)
            {
                spans.AddSeparator(separator);
                spans.Add(text.Replace("]:", "] :", StringComparison.Ordinal), marks, href); // see SpanWriter.OneCode
            }

            return spans.ToList();
        });

    /// <summary>Generates table cells. Code with a backslash and a vertical bar loses its mark (see MarkdownTable).</summary>
    private static readonly Gen<TableCell> Cell = Spans.Select(spans => new TableCell
    {
        Spans = spans.All(span => !span.Text.Contains('\n') && !(span.Marks.Contains(Mark.Code) && span.Text.Contains('|') && span.Text.Contains('\\'))) ? spans : [],
    });

    private static readonly Gen<Block> SimpleBlock = Gen.OneOf(
        Spans.Select(spans => CreateBlock(BlockType.Paragraph) with { Spans = spans }),
        Text.Select(text => CreateBlock(BlockType.Heading) with { Level = 3, Spans = [CreateSpan(text)] }),
        Text.Select(text => CreateBlock(BlockType.Quote) with { Spans = [CreateSpan(text)] }),
        Word.Where(line => !string.IsNullOrWhiteSpace(line)).List[1, 5].Select(lines => CreateBlock(BlockType.Code) with { Language = "text", Text = string.Join('\n', lines) }),
        Text.Select(text => CreateBlock(BlockType.Image) with { Image = new() { Url = "https://example.com/a.png?b=1&c=_2_", Alt = text, Caption = "A \"caption\"" } }),
        Text.Select(text => CreateBlock(BlockType.Image) with { Image = new() { Url = "https://example.com/a.png", Alt = text }, Href = "https://example.com/b|c" }),
        Gen.Select(Cell.List[1, 3], Cell.List[0, 3].List[0, 3], OneOf(TableAlignment.None, TableAlignment.Left, TableAlignment.Center, TableAlignment.Right))
            .Select((header, rows, alignment) => CreateBlock(BlockType.Table) with
            {
                Table = new()
                {
                    Alignments = header.ConvertAll(_ => alignment),
                    Header = new() { Cells = header },
                    Rows = rows.Where(cells => cells.Count > 0).Select(cells => new TableRow { Cells = cells.Take(header.Count).ToList() }).ToList(),
                },
            }),
        Gen.Const(CreateBlock(BlockType.Divider)));

    private static readonly Gen<Block> Block = Gen.Recursive<Block>((depth, block) => Gen.Frequency(
        (4, SimpleBlock),
        (1, CreateList(depth > 2 ? Gen.Const(new List<Block>()) : block.List[0, 2]))));

    /// <summary>Generates lists whose items have a text, or start with another block. A paragraph at the start would be the text.</summary>
    private static Gen<Block> CreateList(Gen<List<Block>> children) =>
        Gen.Select(Gen.Select(Spans, children, Gen.Bool).List[1, 4], Gen.Bool).Select((items, ordered) => CreateBlock(BlockType.List) with
        {
            Ordered = ordered,
            Items = items.ConvertAll(item => new ListItem { Spans = item.Item3 && item.Item2 is [{ Type: not BlockType.Paragraph }, ..] ? [] : item.Item1, Children = item.Item2 }),
        });

    [Fact]
    public void Blocks_survive_a_Markdown_round_trip() =>
        Block.List[1, 6].Sample(
            blocks =>
            {
                List<Section> sections = [new() { Id = "", Label = null, Title = null, Anchor = "start", Blocks = blocks }];
                return ToJson(MarkdownReader.Read(MarkdownWriter.Write(sections), "T").Sections) == ToJson(sections);
            },
            print: blocks =>
            {
                List<Section> sections = [new() { Id = "", Label = null, Title = null, Anchor = "start", Blocks = blocks }];
                var markdown = MarkdownWriter.Write(sections);
                var (before, after) = (ToJson(sections), ToJson(MarkdownReader.Read(markdown, "T").Sections));
                var difference = Math.Max(before.AsSpan().CommonPrefixLength(after) - 100, 0);
                return $"{before[difference..Math.Min(difference + 400, before.Length)]}\n{after[difference..Math.Min(difference + 400, after.Length)]}\n{markdown}";
            },
            iter: Iterations);

    [Fact]
    public void The_text_of_any_Markdown_survives_a_round_trip() =>
        Gen.OneOf(Gen.String[Gen.Char["ab \n#*_`>-1.[]()|~<&:\\!"], 0, 60], Word.List[1, 12].Select(words => string.Concat(words)))
            .Select(markdown => MarkdownReader.Read(markdown, "T").Sections)
            .Sample(
                sections => PlainTextWriter.Write(MarkdownReader.Read(MarkdownWriter.Write(sections), "T").Sections) == PlainTextWriter.Write(sections),
                print: sections => $"{ToJson(sections)}\n{MarkdownWriter.Write(sections)}\n{ToJson(MarkdownReader.Read(MarkdownWriter.Write(sections), "T").Sections)}",
                iter: Iterations);

    [Fact]
    public void Headings_survive_a_Markdown_round_trip() =>
        Text.Sample(title =>
        {
            var sections = MarkdownReader.Read($"## {MarkdownWriter.Escape(title)}\n\nText.\n", "T").Sections;
            return ToJson(MarkdownReader.Read(MarkdownWriter.Write(sections), "T").Sections) == ToJson(sections)
                && SectionHeading.Join(sections[0].Label, sections[0].Title).Length > 0;
        });

    [Fact]
    public void Escaped_text_is_parsed_as_the_same_text() =>
        Text.Sample(
            text => PlainTextWriter.Write(MarkdownReader.Read(MarkdownWriter.Escape(text), "T").Sections) == text,
            print: text => $"{text}\n{MarkdownWriter.Escape(text)}\n{PlainTextWriter.Write(MarkdownReader.Read(MarkdownWriter.Escape(text), "T").Sections)}");

    /// <summary>
    /// Excludes brackets, backticks and tildes, which can make a letter part of a URL or of a code block's language.
    /// </summary>
    [Fact]
    public void No_text_is_lost() =>
        Gen.String[Gen.Char["abc \n#*_>-+1.|&\\"], 0, 200].Sample(
            markdown => PlainTextWriter.Write(MarkdownReader.Read(markdown, "T").Sections).Count(char.IsLetter) >= markdown.Count(char.IsLetter));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Block CreateBlock(string type) => new() { Id = "", Type = type };

    private static Span CreateSpan(string text) => new() { Text = text, Marks = [], Href = null };

    private static string ToJson(IReadOnlyList<Section> sections) => JsonSerializer.Serialize(sections, StoryBodyJsonContext.Relaxed.IReadOnlyListSection);
}
