using System.Text;
using ContentApi.Authoring;
using ContentApi.Authoring.Body;
using ContentApi.Importing;
using CsCheck;

namespace ContentApi.Tests.Importing;

public sealed class PageTextReaderTests
{
    private static readonly PageBuilder Page = new();

    [Fact]
    public void Every_part_of_a_page_comes_in()
    {
        var document = Read(Page.Text, out var findings);

        Assert.Empty(findings);
        Assert.Equal(Page.Title, document.Title);
        Assert.Equal("the-quiet-bakery-nora-linds-long-night", document.PublicName);
        Assert.Equal("nora-lind", document.Founder!.Slug);
        Assert.Null(document.Founder.Name); // guessed from the slug only where nobody gave one
        Assert.Equal(new DateTimeOffset(2025, 3, 3, 0, 0, 0, TimeSpan.Zero), document.PublishedAt);
        Assert.Equal(8, document.ReadingMinutes);
        Assert.Equal("The Morning Desk", document.Byline);
        Assert.Equal(Page.Dek, document.Dek);
        Assert.Equal(Page.Short, document.Takeaways.Select(takeaway => takeaway.Statement));
        Assert.Equal(Page.Full.Select(full => full.Explanation), document.Takeaways.Select(takeaway => takeaway.Explanation));
        Assert.Equal(["the-first-loaf-how-noras-oven-began", "ten-thousand-clocks"], document.Recommendations.Select(card => card.Slug));
        Assert.Equal([11, 7], document.Recommendations.Select(card => card.ReadingMinutes!.Value));
        Assert.Equal(["nora-lind", "otto-brandt"], document.Recommendations.Select(card => card.Founder!.Slug));
        Assert.Equal(Page.Cards.Select(card => card.Dek), document.Recommendations.Select(card => card.Dek!));
        Assert.Equal(
            "Prologue|A \"Warm\" Wall|3,Act I|Flour, on Credit|1,Epilogue|Is Bread Enough?|1",
            string.Join(',', Sections(document)));
    }

    public static TheoryData<string, string, string> Variations => new()
    {
        { "CRLF", Page.Text.Replace("\n", "\r\n"), "" },
        { "CR", Page.Text.Replace("\n", "\r"), "" },
        { "BOM", "\uFEFF" + Page.Text, "" },
        { "no empty lines in the head", Page.Text.Replace("\n\nThe 'Quiet'", "\nThe 'Quiet'").Replace("\n\nMarch", "\nMarch"), "" },
        { "more empty lines", Page.Text.Replace("\n\n", "\n\n \n\t\n"), "" },
        { "non-breaking spaces", Page.Text.Replace("  • ", "\u00A0\u00A0•\u00A0"), "" },
        { "hyphens for bullets", (Page with { Bullet = "- " }).Text, "" },
        { "asterisks for bullets", (Page with { Bullet = "* " }).Text, "" },
        { "middle dots for bullets", (Page with { Bullet = "·\t" }).Text, "" },
        { "en dashes for bullets", (Page with { Bullet = " – " }).Text, "" },
        { "brackets for numbers", (Page with { Number = "{0}) " }).Text, "" },
        { "bullets for numbers", (Page with { Number = "• " }).Text, "" },
        { "capitals", (Page with { TakeawaysHeading = "KEY TAKEAWAYS" }).Text, "" },
        { "a colon", (Page with { TakeawaysHeading = "Key takeaways:" }).Text, "" },
        { "typographic quotes below", Page.Text.Replace("1. Bake before they ask; it's", "1. Bake before they ask; it’s"), "" },
        { "no founder", (Page with { Founder = null, }).Text, "founder" },
        { "no date", (Page with { Date = null }).Text, "date" },
        { "no minutes", (Page with { Minutes = null }).Text, "minutes" },
        { "no byline", (Page with { Byline = null }).Text, "byline" },
        { "no dek", (Page with { Dek = null }).Text, "dek" },
        { "no share line", (Page with { Share = null }).Text, "" },
        { "no cards", (Page with { Cards = [] }).Text, "cards" },
        { "cards without founders", (Page with { Cards = [.. Page.Cards.Select(card => card with { Founder = null })] }).Text, "" },
        { "cards with a space", (Page with { Cards = [.. Page.Cards.Select(card => card with { Read = card.Read.Replace("Story", "Story ") })] }).Text, "" },
        { "metadata on one line", Page.Text.Replace("March 3, 2025\n8 min read\n", "March 3, 2025 · 8 min read\n"), "" },
        { "an ISO date", (Page with { Date = "2025-03-03" }).Text, "" },
        { "another order", Page.Text.Replace("March 3, 2025\n8 min read\nBy The Morning Desk", "By The Morning Desk\nMarch 3, 2025\n8 minutes"), "" },
    };

    [Theory]
    [MemberData(nameof(Variations))]
    public void A_page_reads_the_same_in_the_variations_of_real_exports(string variation, string text, string missing)
    {
        var (expected, actual) = (Read(Page.Text, out _), Read(text, out var findings));

        Assert.True(findings.Count == 0, $"{variation}: {string.Join("; ", findings)}");
        Assert.Equal(expected.Title, actual.Title);
        Assert.Equal(missing == "founder" ? null : expected.Founder, actual.Founder);
        Assert.Equal(missing == "date" ? null : expected.PublishedAt, actual.PublishedAt);
        Assert.Equal(missing == "minutes" ? null : expected.ReadingMinutes, actual.ReadingMinutes);
        Assert.Equal(missing == "byline" ? null : expected.Byline, actual.Byline);
        Assert.Equal(missing == "dek" ? null : expected.Dek, actual.Dek);
        Assert.Equal(expected.Takeaways, actual.Takeaways);
        Assert.Equal(missing == "cards" ? [] : expected.Recommendations.Select(card => card.Slug), actual.Recommendations.Select(card => card.Slug));
        Assert.Equal(missing == "cards" ? [] : expected.Recommendations.Select(card => card.ReadingMinutes), actual.Recommendations.Select(card => card.ReadingMinutes));
        Assert.Equal(Sections(expected), Sections(actual));
        Assert.Equal(expected.Body, actual.Body);
    }

    [Theory]
    [InlineData("Chapter 2", "Chapter 2||1")]
    [InlineData("Part One: Before", "Part One|Before|1")]
    [InlineData("Act III — After the Fire", "Act III|After the Fire|1")]
    [InlineData("The Second Oven", "|The Second Oven|1")]
    [InlineData("What Happens at Four in the Morning?", "|What Happens at Four in the Morning?|1")]
    [InlineData("“Nobody Asked Me.”", "||2")]
    [InlineData("Are you OK?", "||2")]
    [InlineData("It rained all day and nobody came", "||2")]
    [InlineData("She Laughed.", "||2")]
    public void A_line_of_its_own_is_a_heading_or_a_paragraph(string line, string section)
    {
        var document = Read((Page with { Body = [line, "The rest of the story is told in a paragraph that ends in a full stop."] }).Text, out _);

        Assert.Equal(section, Sections(document).Single());
    }

    [Fact]
    public void Short_takeaways_alone_have_no_explanations_and_full_ones_alone_are_split()
    {
        var shortOnly = Read((Page with { Full = [] }).Text, out _);
        var fullOnly = Read((Page with { Short = [], Full = [("First lesson", "Because: reasons."), ("Second lesson", "And so on.")] }).Text, out _);

        Assert.Equal(Page.Short, shortOnly.Takeaways.Select(takeaway => takeaway.Statement));
        Assert.All(shortOnly.Takeaways, takeaway => Assert.Null(takeaway.Explanation));
        Assert.Equal([("First lesson", "Because: reasons."), ("Second lesson", "And so on.")], fullOnly.Takeaways.Select(takeaway => (takeaway.Statement, takeaway.Explanation)));
        Assert.Equal(3, Sections(fullOnly).Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void There_may_be_any_number_of_takeaways(int count)
    {
        var statements = Enumerable.Range(1, count).Select(n => $"Lesson number {n}: keep going").ToArray();
        var document = Read((Page with { Short = statements, Full = [.. statements.Select(statement => (statement, $"Why {statement}."))] }).Text, out _);

        Assert.Equal(statements, document.Takeaways.Select(takeaway => takeaway.Statement));
        Assert.Equal(statements.Select(statement => $"Why {statement}."), document.Takeaways.Select(takeaway => takeaway.Explanation));
    }

    [Fact]
    public void What_belongs_to_no_part_stays_in_the_body_with_a_warning()
    {
        var document = Read(Page.Text.Replace("Share this story", "An author's note that stands alone.\n\nShare this story") + "\n\n© The Morning Desk, all rights reserved", out var findings);

        Assert.Contains("An author's note that stands alone.", document.Body, StringComparison.Ordinal);
        Assert.Contains("© The Morning Desk, all rights reserved", document.Body, StringComparison.Ordinal);
        Assert.Equal(2, findings.Count);
        Assert.All(findings, finding => Assert.True(finding.Severity == Severity.Warning && finding.Line > 0));
    }

    [Fact]
    public void A_date_that_the_calendar_does_not_have_is_an_error_with_its_line()
    {
        var result = DocumentReader.Read(Encoding.UTF8.GetBytes((Page with { Date = "February 30, 2025" }).Text), "page.txt", TimeZoneInfo.Utc);

        Assert.Null(result.Document);
        Assert.Equal((6, Severity.Error), (result.Findings.Single().Line!.Value, result.Findings.Single().Severity));
    }

    [Fact]
    public void No_paragraph_is_ever_lost()
    {
        var paragraph = Gen.Select(Gen.Int[0, 9], Gen.Int[1, 12]).Select((ending, words) =>
            string.Join(' ', Enumerable.Range(0, words).Select(n => $"w{ending}{n}")) + new[] { ".", "?", "", ":", "!", "…", "\"", ".", ".", "" }[ending]);
        var line = Gen.OneOf(paragraph, paragraph.Select(text => char.ToUpperInvariant(text[0]) + text[1..]), paragraph.Select(text => $"- {text}"), paragraph.Select(text => $"Act I: {text}"));

        Gen.Select(line.Array[1, 8], line.Array[0, 3], Gen.Bool, Gen.Bool).Sample((body, trailing, withTakeaways, withCards) =>
        {
            var page = Page with { Body = body, Short = withTakeaways ? Page.Short : [], Full = withTakeaways ? Page.Full : [], Cards = withCards ? Page.Cards : [] };
            var document = Read(page.Text + "\n\n" + string.Join("\n\n", trailing), out _);
            var text = PlainBody.Write(MarkdownBody.Read(document.Body, "").Sections) + document.Dek
                + string.Join(' ', document.Takeaways.Select(takeaway => takeaway.Statement + takeaway.Explanation)) + string.Join(' ', document.Recommendations.Select(card => card.Title + card.Dek));
            return body.Concat(trailing).SelectMany(words => words.Split(' ', '-', ':')).Select(word => word.Trim('.', '?', '!', '…', '"', ':'))
                .All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
        });
    }

    [Fact]
    public void Whatever_the_bytes_are_they_are_read_or_refused() =>
        Gen.OneOf(Gen.Byte.Array, Gen.String.Select(Encoding.UTF8.GetBytes), Gen.String[Gen.Char["\n\r -+#:[]{}\"'&*!|>%@`abc1"], 0, 80].Select(text => Encoding.UTF8.GetBytes("---\n" + text + "\n---\nx")))
            .Sample(bytes => DocumentReader.Read(bytes, "x.md", TimeZoneInfo.Utc) is { Document: not null } or { Findings.Count: > 0 });

    private static StoryDocument Read(string text, out IReadOnlyList<Finding> findings)
    {
        var result = DocumentReader.Read(Encoding.UTF8.GetBytes(text), "page.txt", TimeZoneInfo.Utc);
        findings = result.Findings;
        Assert.True(result.Document is not null, string.Join("; ", findings));
        return result.Document;
    }

    private static IEnumerable<string> Sections(StoryDocument document) =>
        MarkdownBody.Read(document.Body, document.Title).Sections.Select(section => $"{section.Label}|{section.Title}|{section.Blocks.Count}");
}
