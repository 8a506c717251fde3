using ContentApi.Core.Formats;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Core.Formats;

/// <summary>Tests that the limits of blocks that the contract documents are true, and that nothing is lost without a message.</summary>
public sealed class BodyLimitTests
{
    [Fact]
    public void A_long_language_is_removed_with_a_warning()
    {
        Assert.Equal(new string('a', 100), ReadBlock($"```{new string('a', 100)}\nx\n```", warning: null).Language);
        Assert.Null(ReadBlock($"```{new string('a', 101)}\nx\n```", "the language of code").Language);
    }

    [Fact]
    public void A_long_link_is_removed_with_a_warning_and_its_text_is_kept()
    {
        var url = "https://example.com/" + new string('a', 7980);

        Assert.Equal(url, ReadBlock($"[x]({url})", warning: null).Spans![0].Href);
        Assert.Equal(("x", null), ReadBlock($"[x]({url}a)", "a URL can have at most 8,000 characters").Spans is [var span] ? (span.Text, span.Href) : default);
    }

    [Fact]
    public void A_long_citation_is_part_of_the_quote()
    {
        Assert.Equal(998, ReadBlock($"> a\n>\n> — {new string('b', 998)}", warning: null).Cite!.Length);
        var quote = ReadBlock($"> a\n>\n> — {new string('b', 999)}", warning: null);
        Assert.Null(quote.Cite);
        Assert.EndsWith("b", quote.Spans![^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_heading_is_kept_as_a_paragraph_with_a_warning()
    {
        var (longest, longer) = (new string('a', 1000), new string('a', 1001));

        Assert.Equal(longest, Assert.Single(MarkdownReader.Read($"## {longest}\n\nx", "T").Sections).Title);
        Assert.Equal(longer, ReadBlock($"## {longer}", "a heading can have at most 1,000 characters").Spans![0].Text);
        Assert.Equal((null, $"Act{new string(' ', 50)}I"), SectionHeading.Split($"Act{new string(' ', 50)}I"));
    }

    [Fact]
    public void A_long_description_or_caption_is_kept_as_a_paragraph_with_a_warning()
    {
        var (longest, longer) = (new string('a', 2000), new string('b', 2001));

        Assert.Equal(longest, ReadBlock($"![{longest}](https://example.com/a.png)", warning: null).Image!.Alt);
        var body = MarkdownReader.Read($"![{longer}](https://example.com/a.png \"{longer}\")", "T");
        var blocks = Assert.Single(body.Sections).Blocks;
        Assert.Equal((BlockType.Image, null, null), (blocks[0].Type, blocks[0].Image!.Alt, blocks[0].Image!.Caption));
        Assert.All(blocks.Skip(1), paragraph => Assert.Equal(longer, paragraph.Spans![0].Text));
        Assert.Equal((3, 2), (blocks.Count, body.Warnings.Count));
    }

    [Theory]
    [InlineData("- a\n", 199_998)] // the section and the list count, too
    [InlineData("a\n\n", 199_999)]
    public void A_body_with_too_many_elements_is_rejected(string element, int accepted)
    {
        Assert.Empty(MarkdownReader.Read(Repeat(element, accepted), "T").ExceededLimits);
        Assert.Contains(
            "200,000 sections, blocks, list items and table cells",
            Assert.Single(MarkdownReader.Read(Repeat(element, accepted + 1), "T").ExceededLimits),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_with_too_many_columns_is_kept_as_code_and_one_with_too_many_cells_is_rejected()
    {
        Assert.Equal(100, ReadBlock($"{Repeat("|a", 100)}\n{Repeat("|-", 100)}", warning: null).Table!.Alignments.Count);
        Assert.Equal(BlockType.Code, ReadBlock($"{Repeat("|a", 101)}\n{Repeat("|-", 101)}", "table").Type);
        Assert.Contains("200,000 cells", MarkdownReader.Read($"|a|b|\n|-|-|\n{Repeat("|a|b|\n", 100_000)}", "T").ExceededLimits[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- a\n", 199_999)]
    [InlineData("a\n\n", 200_000)]
    [InlineData("|a|b|\n", 100_001)]
    public void A_body_that_exceeds_a_limit_is_never_accepted_without_parsing(string element, int count)
    {
        var body = element.Contains('|') ? "|a|b|\n|-|-|\n" + Repeat(element, count) : Repeat(element, count);

        Assert.NotEmpty(MarkdownReader.Read(body, "T").ExceededLimits);
        Assert.False(MarkdownLimits.CannotExceed(body));
    }

    [Fact]
    public void A_story_whose_rendered_body_is_too_large_cannot_be_published()
    {
        var rendered = RenderedStory.Render(new() { Title = "T", Body = "x" }, [], CancellationToken.None);

        Assert.Null(rendered.IncompleteReason);
        Assert.Contains("20,000,000 characters", (rendered with { Html = new string('a', 20_000_001) }).IncompleteReason, StringComparison.Ordinal);
    }

    /// <summary>Reads the only block of a body, and checks its only warning.</summary>
    private static Block ReadBlock(string markdown, string? warning)
    {
        var body = MarkdownReader.Read(markdown, "T");
        Assert.Empty(body.ExceededLimits);
        Assert.Contains(warning ?? "", warning is null ? string.Concat(body.Warnings) : Assert.Single(body.Warnings), StringComparison.Ordinal);
        Assert.Equal(warning is null, body.Warnings.Count == 0);
        return Assert.Single(Assert.Single(body.Sections).Blocks);
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
