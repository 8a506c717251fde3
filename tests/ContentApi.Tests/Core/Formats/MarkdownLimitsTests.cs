using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Publishing;

namespace ContentApi.Tests.Core.Formats;

public sealed class MarkdownLimitsTests
{
    [Theory]
    [InlineData("*a* ", 500, "1,000 runs")]
    [InlineData("[a", 1000, "1,000 runs")]
    [InlineData("[a][b] ", 999, "1,000 runs")]
    [InlineData("[a]: b\n", 1000, "1,000 links can be defined")]
    [InlineData("[a]: b\n\n", 1000, "1,000 links can be defined")]
    [InlineData("a\n=\n\n", 2000, "2,000 headings")]
    [InlineData("> ", 16, "16 levels")]
    [InlineData(">", 16, "16 levels")]
    [InlineData("- ", 16, "16 levels")]
    public async Task A_body_at_a_limit_is_accepted_and_one_over_it_is_rejected_with_its_line(string construct, int limit, string message)
    {
        Assert.Empty(await Validate(Body(limit)));
        var error = Assert.Single(await Validate(Body(limit + 1)));
        Assert.StartsWith("line ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);

        string Body(int times) => string.Concat(Enumerable.Repeat(construct, times)) + "x\n";
    }

    [Theory]
    [InlineData("[a](b ", 20)]
    [InlineData("[a](/b) ", 50_000)]
    [InlineData("[a] ", 50_000)]
    [InlineData("`a` ", 50_000)]
    [InlineData("*a*\n\n", 50_000)]
    [InlineData("    *a*[b\n", 50_000)]
    [InlineData("## A\n\n", 50_000)]
    [InlineData("***\n\n", 50_000)]
    [InlineData("- a\n", 50_000)]
    [InlineData("1. a\n", 50_000)]
    public async Task Constructs_that_are_parsed_in_linear_time_have_no_limit(string construct, int times) =>
        Assert.Empty(await Validate(string.Concat(Enumerable.Repeat(construct, times)) + "x\n"));

    [Theory]
    [InlineData("[a](b (")]
    [InlineData("[a](b \t(")]
    [InlineData("[a](b\t (")]
    [InlineData("[a](b \n(")]
    [InlineData("[a](b\n(")]
    [InlineData("[a](b \n \t(")]
    [InlineData("![a](b \t(")]
    [InlineData("[a](b \f(")]
    [InlineData("[a](b\f(")]
    [InlineData("[a](<b")]
    public async Task Unclosed_links_whose_titles_are_scanned_to_the_end_of_the_paragraph_are_rejected(string construct) =>
        Assert.Contains("unclosed links", Assert.Single(await Validate(string.Concat(Enumerable.Repeat(construct, 10_000)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("*a* ", 2000, 'a')]
    [InlineData("[a", 2000, 'a')]
    [InlineData("[a]: b\n", 2000, 'b')]
    [InlineData("a\n=\n\n", 3000, 'a')]
    [InlineData("> ", 2000, 'x')]
    [InlineData("- ", 2000, 'x')]
    public void A_construct_over_a_limit_is_kept_as_text_with_a_warning(string construct, int times, char letter)
    {
        var markdown = string.Concat(Enumerable.Repeat(construct, times)) + "x\n";
        var body = MarkdownReader.Read(markdown, "T");

        Assert.NotEmpty(body.Warnings);
        Assert.Equal(markdown.Count(c => c == letter), PlainTextWriter.Write(body.Sections).Count(c => c == letter));
    }

    [Fact]
    public void Only_the_paragraph_over_a_limit_is_plain_text()
    {
        var body = MarkdownReader.Read($"*a*\n\n{string.Concat(Enumerable.Repeat("*b* ", 1000))}\n\n*c*", "T");

        Assert.Equal([1, 0, 1], body.Sections.Single().Blocks.Select(block => block.Spans![0].Marks.Count));
    }

    [Fact]
    public void Equal_headings_get_distinct_anchors()
    {
        var sections = MarkdownReader.Read("## A\n\n## A 2\n\n## A\n\n## A\n\n## A 2\n\n## A", "T").Sections;

        Assert.Equal(["a", "a-2", "a-3", "a-4", "a-2-2", "a-5"], sections.Select(section => section.Anchor));
    }

    private static async Task<List<string>> Validate(string body) =>
        (await new StoryDocumentValidator().ValidateAsync(new StoryDocument { Title = "T", Body = body })).Errors.ConvertAll(error => error.ErrorMessage);
}
