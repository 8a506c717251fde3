using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Core.Formats;

public sealed class MarkdownReaderTests
{
    [Theory]
    [InlineData("Prologue: Before Dawn", "Prologue", "Before Dawn")]
    [InlineData("Act I: The First Order", "Act I", "The First Order")]
    [InlineData("ACT iv — Out of Paper", "ACT iv", "Out of Paper")]
    [InlineData("Chapter 2", "Chapter 2", null)]
    [InlineData("Part Three - Home", "Part Three", "Home")]
    [InlineData("Epilogue：终", "Epilogue", "终")]
    [InlineData("Why India? Lesson: patience", null, "Why India? Lesson: patience")]
    [InlineData("Acting: a career", null, "Acting: a career")]
    [InlineData("Act now", null, "Act now")]
    [InlineData("What Next?", null, "What Next?")]
    public void A_second_level_heading_is_split_into_label_and_title(string heading, string? label, string? title)
    {
        var section = Assert.Single(MarkdownReader.Read($"## {heading}\n\nText.", "Title").Sections);

        Assert.Equal((label, title), (section.Label, section.Title));
        Assert.Equal(Slug.From(heading), section.Anchor);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(70)]
    [InlineData(400)]
    public void Deeply_nested_text_is_kept_whole(int depth)
    {
        var open = string.Concat(Enumerable.Range(0, depth).Select(n => n % 2 == 0 ? "*a " : "**b "));
        var close = string.Concat(Enumerable.Range(0, depth).Reverse().Select(n => n % 2 == 0 ? " a*" : " b**"));

        var body = MarkdownReader.Read($"{open}`code` &copy; x\ny <https://a.test/>{close}", "T");

        var text = PlainTextWriter.Write(body.Sections);
        Assert.Contains("code © x y https://a.test/", text, StringComparison.Ordinal);

    }

    [Fact]
    public void Text_before_the_first_heading_is_a_section_without_a_heading()
    {
        var sections = MarkdownReader.Read("# The Title\n\nIntro.\n\n## One\n\nA.\n\n## One\n\nB.", "‘The title’").Sections;

        Assert.Equal(["start", "one", "one-2"], sections.Select(section => section.Anchor));
        Assert.Equal((null, null), (sections[0].Label, sections[0].Title));
        Assert.Equal("Intro.", PlainTextWriter.Render(Assert.Single(sections[0].Blocks)));
    }

    [Theory]
    [InlineData("plain", "plain||")]
    [InlineData("an *important* word", "an ||;important|emphasis|; word||")]
    [InlineData("**very *very* much**", "very |strong|;very|emphasis,strong|; much|strong|")]
    [InlineData("~~old~~ and `code`", "old|strikethrough|; and ||;code|code|")]
    [InlineData("[home](https://example.com/?a=1&b=2)", "home||https://example.com/?a=1&b=2")]
    [InlineData("<https://example.com>", "https://example.com||https://example.com")]
    [InlineData("two\nlines", "two lines||")]
    [InlineData("hard\\\nbreak", "hard\nbreak||")]
    [InlineData("&amp; &copy; \\*", "& © *||")]
    [InlineData("<b>bold?</b> & <script>alert(1)</script>", "<b>bold?</b> & <script>alert(1)</script>||")]
    [InlineData("[x](javascript:alert(1))", "x||")]
    [InlineData("[x](JaVaScRiPt:alert(1))", "x||")]
    [InlineData("[x](data:text/html,1)", "x||")]
    [InlineData("[x](//evil.example)", "x||")]
    [InlineData("[x](/stories/y#z)", "x||/stories/y#z")]
    public void Parses_inline_Markdown_into_spans(string markdown, string spans)
    {
        var block = Assert.Single(Assert.Single(MarkdownReader.Read(markdown, "T").Sections).Blocks);

        Assert.Equal(BlockType.Paragraph, block.Type);
        Assert.Equal(spans, string.Join(';', block.Spans!.Select(span => $"{span.Text}|{string.Join(',', span.Marks)}|{span.Href}")));
    }

    [Theory]
    [InlineData("### Three", BlockType.Heading, "Three")]
    [InlineData("> said\n> so\n>\n> — Somebody", BlockType.Quote, "said so\n— Somebody")]
    [InlineData("- a\n- b", BlockType.List, "• a\n• b")]
    [InlineData("1. a\n2. b", BlockType.List, "1. a\n2. b")]
    [InlineData("- a\n  - b\n- c", BlockType.List, "• a\n  • b\n• c")]
    [InlineData("- a\n\n  b\n\n  ```\n  c\n  ```", BlockType.List, "• a\n  b\n  c")]
    [InlineData("![A desk](https://example.com/a.png \"In 1998\")", BlockType.Image, "A desk In 1998")]
    [InlineData("```text\n1 + 1\n\n= 2\n```", BlockType.Code, "1 + 1\n\n= 2")]
    [InlineData("***", BlockType.Divider, "* * *")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |", BlockType.Table, "a | b\n1 | 2")]
    [InlineData("a | b\n--|--\n1\n`x\\|y` | \\| | 3", BlockType.Table, "a | b | \n1\nx|y | | | 3")]
    [InlineData("| a |\n|---|---|\n| 1 |", BlockType.Code, "| a |\n|---|---|\n| 1 |")]
    [InlineData("[![A desk](https://example.com/a.png)](https://example.com/b)", BlockType.Image, "A desk")]
    [InlineData("<div onclick=\"x()\">hi</div>", BlockType.Paragraph, "<div onclick=\"x()\">hi</div>")]
    public void Parses_Markdown_into_blocks(string markdown, string type, string text)
    {
        var block = Assert.Single(Assert.Single(MarkdownReader.Read(markdown, "T").Sections).Blocks);

        Assert.Equal((type, text), (block.Type, PlainTextWriter.Render(block)));
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))", "javascript")]
    [InlineData("text ![alt](relative.png) text", "image")]
    [InlineData("| a |\n|---|---|\n| 1 |", "table")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "more cells than the header")]
    [InlineData("> - a", "list inside a quote")]
    public void Unsupported_content_is_a_warning_with_its_line(string markdown, string about)
    {
        var warning = Assert.Single(MarkdownReader.Read($"First.\n\n{markdown}", "T").Warnings);

        Assert.StartsWith("line ", warning, StringComparison.Ordinal);
        Assert.Contains(about, warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('>', 10_000)]
    [InlineData('[', 10_000)]
    [InlineData('*', 10_000)]
    [InlineData('`', 10_000)]
    [InlineData('-', 10_000)]
    [InlineData('|', 3_000)]
    public void Pathological_input_neither_hangs_nor_overflows(char c, int times)
    {
        foreach (var markdown in new[] { new string(c, times), string.Concat(Enumerable.Repeat($"{c} ", times)), string.Concat(Enumerable.Repeat($"{c}a", times)) })
        {
            var sections = MarkdownReader.Read(markdown, "T").Sections;
            Assert.NotNull(HtmlWriter.Write(sections) + MarkdownWriter.Write(sections) + PlainTextWriter.Write(sections));
        }
    }

    /// <summary>Tests that repeated links to one long URL cannot expand to gigabytes of HTML.</summary>
    [Theory]
    [InlineData("[a]")]
    [InlineData("x ![a]")]
    public void Links_over_the_total_URL_limit_are_omitted_and_their_text_is_kept(string reference)
    {
        const int times = 100_000;
        var url = $"https://example.com/{new string('x', reference == "[a]" ? 7_900 : 1_900)}";
        var body = MarkdownReader.Read($"[a]: {url}\n\n{string.Concat(Enumerable.Repeat($"{reference} ", times))}", "T");
        var html = HtmlWriter.Write(BlockIdAssigner.Assign(body.Sections));

        Assert.Contains(url, html, StringComparison.Ordinal);
        Assert.InRange(html.Length, BodyLimits.MaxTotalUrlLength / 2, 2 * BodyLimits.MaxTotalUrlLength);
        Assert.Equal(times, PlainTextWriter.Write(body.Sections).Count(c => c == 'a'));
        Assert.Single(body.Warnings, warning => warning.Contains("further links are removed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<a href='javascript:alert(1)'>x</a>")]
    [InlineData("![x\" onerror=\"alert(1)](https://example.com/\"onerror=\"alert(1))")]
    [InlineData("[x](https://example.com/\"onclick=\"alert(1))")]
    [InlineData("[x](<java\tscript:alert(1)>)")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("```\"><script>alert(1)</script>\nx\n```")]
    [InlineData("## <script>alert(1)</script>")]
    [InlineData("> <svg/onload=alert(1)>")]
    public void Html_contains_only_the_markup_of_the_writer(string markdown)
    {
        var html = HtmlWriter.Write(BlockIdAssigner.Assign(MarkdownReader.Read(markdown, "T").Sections));

        var tags = System.Text.RegularExpressions.Regex.Matches(html, "<[^>]*>").Select(match => match.Value).ToList();
        Assert.NotEmpty(tags);
        Assert.All(tags, tag => Assert.Matches("^</?(section|h2|p|blockquote|figure|img|pre|code|a|span)( (id|src|alt|href|class|rel)=\"[^\"<>]*\")*>$", tag));
        Assert.DoesNotContain("=\"javascript", html, StringComparison.OrdinalIgnoreCase);
    }
}
