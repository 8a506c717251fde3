using System.Text;
using ContentApi.Core.Formats;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using CsCheck;

namespace ContentApi.Tests.Core.Formats;

public sealed class PageTextReaderTests
{
    private static readonly PageBuilder Page = new();

    [Fact]
    public void Every_part_of_a_page_comes_in()
    {
        var document = Read(Page.Text, out var findings);

        Assert.Empty(findings);
        Assert.Equal(Page.Title, document.Title);
        Assert.Equal("the-quiet-bakery-nora-linds-long-night", document.PublicName());
        Assert.Equal("nora-lind", document.Founder!.Slug);
        Assert.Null(document.Founder.Name); // derived from the slug only if no document gives a name
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
        { "a date with slashes", (Page with { Date = "2025/03/03" }).Text, "" },
        { "a date with the day first", (Page with { Date = "3 March 2025" }).Text, "" },
        { "a short month", (Page with { Date = "Mar 3, 2025" }).Text, "" },
        { "a date with dots", (Page with { Date = "03.03.2025" }).Text, "" },
        { "an ordinal", (Page with { Date = "Published on March 3rd, 2025" }).Text, "" },
        { "another byline", (Page with { Byline = "Written by The Morning Desk" }).Text, "" },
        { "a share line under the title", Page.Text.Replace("By The Morning Desk\n", "By The Morning Desk\nShare\n"), "" },
        { "indented paragraphs", string.Join('\n', Page.Text.Split('\n').Select(line => line.StartsWith("The ") ? "\u3000\u3000" + line : line)), "" },
        { "indented explanations", Page.Text.Replace("penny: ", "penny:\n\n      ").Replace("punctual: ", "punctual:\n\n      "), "" },
        { "a tail of rules", Page.Text.Replace("Share this story", "Share this story:"), "" },
        { "another order", Page.Text.Replace("March 3, 2025\n8 min read\nBy The Morning Desk", "By The Morning Desk\nMarch 3, 2025\n8 minutes"), "" },
    };

    [Theory]
    [MemberData(nameof(Variations))]
    public void A_page_reads_the_same_in_the_variations_of_real_exports(string variation, string text, string missing)
    {
        var (expected, actual) = (Read(Page.Text, out _), Read(text, out var findings));

        Assert.True(findings.Count == (missing == "date" ? 1 : 0), $"{variation}: {string.Join("; ", findings)}");
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
    [InlineData("Why did it fail?", "|Why did it fail?|1")]
    [InlineData("How does bread rise in a cold cellar?", "|How does bread rise in a cold cellar?|1")]
    [InlineData("A quiet start", "|A quiet start|1")]
    [InlineData("3. The Fall", "|3. The Fall|1")]
    [InlineData("2. A quiet start", "|2. A quiet start|1")]
    [InlineData("面包为什么会发酵？", "|面包为什么会发酵？|1")]
    [InlineData("\"Why did it fail?\"", "||2")]
    [InlineData("“Why did it fail?”", "||2")]
    [InlineData("But why?", "||2")]
    [InlineData("And what would you do?", "||2")]
    [InlineData("Why, she asked, did it fail?", "||2")]
    [InlineData("A quiet start.", "||2")]
    [InlineData("A quiet start,", "||2")]
    [InlineData("— A quiet start", "||2")]
    [InlineData("The Lesson", "|The Lesson|1")]
    [InlineData("Insights", "|Insights|1")]
    [InlineData("Lessons Learned", "|Lessons Learned|1")]
    public void A_line_of_its_own_is_a_heading_or_a_paragraph(string line, string section)
    {
        var document = Read((Page with { Body = [line, "The rest of the story is told in a paragraph that ends in a full stop."] }).Text, out _);

        Assert.Equal(section, Sections(document).Single());
    }

    [Fact]
    public void A_line_that_may_be_a_heading_and_is_kept_as_a_paragraph_is_told()
    {
        foreach (var line in new[] { "Are you OK?", "It rained all day and nobody came" })
        {
            Read((Page with { Body = [line, "The rest of the story is told in a paragraph that ends in a full stop."] }).Text, out var findings);

            Assert.Contains($"'{line}' may be a heading", Assert.Single(findings).Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string> Founders => new()
    {
        { "repeated title", (Page with { Founder = "oprah" }).Text },
        { "no repeated title", (Page with { Founder = "oprah" }).Text.Replace("oprah\n\n" + Page.Title + "\n\n", "oprah\n\n") },
        { "only minutes", (Page with { Founder = "oprah", Date = null, Byline = null }).Text.Replace("oprah\n\n" + Page.Title + "\n\n", "oprah\n\n") },
        { "only a byline", (Page with { Founder = "oprah", Date = null, Minutes = null }).Text.Replace("oprah\n\n" + Page.Title + "\n\n", "oprah\n\n") },
        { "all in one block", (Page with { Founder = "oprah" }).Text.Replace("oprah\n\n" + Page.Title + "\n\n", "oprah\n" + Page.Title + "\n") },
    };

    [Theory]
    [MemberData(nameof(Founders))]
    public void A_founder_may_have_one_name(string variation, string text)
    {
        var document = Read(text, out _);

        Assert.True(document.Founder?.Slug == "oprah", variation);
        Assert.Equal(Page.Dek, document.Dek);
        Assert.Equal(3, Sections(document).Count());
    }

    [Fact]
    public void A_founder_of_a_card_may_have_one_name()
    {
        var document = Read((Page with { Cards = [.. Page.Cards.Select(card => card with { Founder = "oprah" })] }).Text, out var findings);

        Assert.Empty(findings);
        Assert.All(document.Recommendations, card => Assert.Equal("oprah", card.Founder!.Slug));
        Assert.Equal(Page.Cards.Select(card => card.Dek), document.Recommendations.Select(card => card.Dek!));
    }

    [Fact]
    public void A_lower_case_word_without_a_head_below_is_no_founder()
    {
        var document = Read("A Title\n\nhello\n\nThe story starts here, and it goes on.\n\nKey Takeaways\n\n- One.\n- Two.\n\nMore of the story, which is much longer than what stands above the takeaways.", out var findings);

        Assert.Null(document.Founder);
        Assert.Contains("hello", document.Dek + document.Body, StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding.Message.Contains("no date", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Technology", "'Technology' is no date")]
    [InlineData("03.04.2025", "'03.04.2025' is no date")]
    [InlineData("Founder Stories · Sweden", "'Founder Stories · Sweden' is no date")]
    public void Metadata_of_an_unknown_form_is_passed_over_and_told(string line, string message)
    {
        foreach (var text in new[]
        {
            Page.Text.Replace("March 3, 2025\n", $"{line}\nMarch 3, 2025\n"),
            Page.Text.Replace("8 min read\n", $"{line}\n8 min read\n"),
            Page.Text.Replace("8 min read\n", $"\n{line}\n\n8 min read\n"),
        })
        {
            var document = Read(text, out var findings);

            Assert.Equal((2025, 8, "The Morning Desk"), (document.PublishedAt!.Value.Year, document.ReadingMinutes, document.Byline));
            Assert.Equal($"{line}\n\n{Page.Dek}", document.Dek);
            Assert.Contains(message, Assert.Single(findings).Message, StringComparison.Ordinal);
            Assert.Equal(Array.IndexOf(text.Split('\n'), line) + 1, findings[0].Line);
        }
    }

    [Fact]
    public void A_dek_may_stand_above_the_metadata()
    {
        var document = Read(Page.Text.Replace(Page.Dek + "\n", "").Replace("March 3, 2025", Page.Dek + "\n\nMarch 3, 2025"), out var findings);

        Assert.Empty(findings);
        Assert.Equal((Page.Dek, 8), (document.Dek, document.ReadingMinutes));
    }

    [Theory]
    [InlineData("2025/13/45x", "no date")]
    [InlineData(null, "no date")]
    public void A_page_without_a_date_says_so(string? date, string message)
    {
        Read((Page with { Date = date }).Text, out var findings);

        Assert.Contains(findings, finding => finding.Message.Contains($"the page has {message}", StringComparison.Ordinal));
    }

    [Fact]
    public void Takeaways_are_told_apart_by_their_place()
    {
        string[] plain = ["The oven stood against the neighbours' wall. They never needed to heat.", "The miller gave her three weeks. She needed four.", "It was enough, and it was more than she had hoped for."];
        foreach (var body in new[] { plain, Page.Body })
        {
            var text = (Page with { Short = [], Body = body }).Text.Replace("Share this story", "The author met Nora twice.\n\nShare this story");
            var document = Read(text, out var findings);

            Assert.Equal(Page.Dek, document.Dek);
            Assert.Equal(Page.Full.Length, document.Takeaways.Count);
            Assert.All(document.Takeaways, takeaway => Assert.NotNull(takeaway.Explanation));
            Assert.All(body, paragraph => Assert.Contains(SectionHeading.Split(paragraph).Title!.TrimEnd('?'), PlainTextWriter.Write(MarkdownReader.Read(document.Body, "").Sections), StringComparison.Ordinal));
            Assert.EndsWith("The author met Nora twice.", document.Body, StringComparison.Ordinal);
            Assert.Contains("belongs to no part", Assert.Single(findings).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("The Lesson")]
    [InlineData("Lessons")]
    [InlineData("Insights")]
    [InlineData("Key Takeaways")]
    public void A_section_named_like_takeaways_keeps_its_heading(string heading)
    {
        string[] section = [heading, "What she learned took her twenty years, and it fits on a loaf.", "She never wrote it down."];
        foreach (var body in new[] { [.. Page.Body, .. section], section, [.. section, .. Page.Body] })
        {
            var document = Read((Page with { Full = [], Body = body }).Text, out var findings);

            Assert.Empty(findings);
            Assert.Equal(Page.Short, document.Takeaways.Select(takeaway => takeaway.Statement));
            Assert.Contains($"|{heading}|2", Sections(document));
        }
    }

    [Fact]
    public void A_list_of_lessons_in_the_story_stays_there()
    {
        string[] body = [.. Page.Body, "Lessons", "- Never bake angry", "- Always sweep", "Act II: After", "She never wrote it down, and yet everybody in the town knew it."];
        var document = Read((Page with { Body = body }).Text, out var findings);

        Assert.Empty(findings);
        Assert.Equal(Page.Short, document.Takeaways.Select(takeaway => takeaway.Statement));
        Assert.Contains("|Lessons|1", Sections(document));
    }

    [Fact]
    public void A_card_that_no_story_may_have_is_left_out_and_told()
    {
        var own = (Page.Title, (string?)"nora-lind", "This very story.", "Read Story8 min read");
        var document = Read((Page with { Cards = [own, .. Page.Cards, Page.Cards[0]] }).Text, out var findings);

        Assert.Equal(Page.Cards.Length, document.Recommendations.Count);
        Assert.Equal(2, findings.Count);
        Assert.All(findings, finding => Assert.Contains("this card is left out", finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Text_above_the_takeaways_that_is_too_long_for_a_dek_begins_the_body()
    {
        var second = string.Concat(Enumerable.Repeat("An introduction that goes on. ", 70)).Trim();
        var document = Read((Page with { Dek = $"{Page.Dek}\n\n{second}", Body = [.. Enumerable.Repeat(Page.Body, 20).SelectMany(body => body)] }).Text, out var findings);

        Assert.Equal(Page.Dek, document.Dek);
        Assert.StartsWith(second, document.Body, StringComparison.Ordinal);
        Assert.Contains("at most 2,000", Assert.Single(findings).Message, StringComparison.Ordinal);
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
        Assert.All(findings, finding => Assert.True(finding.Severity == DiagnosticSeverity.Warning && finding.Line > 0));
    }

    [Fact]
    public void A_date_that_the_calendar_does_not_have_is_an_error_with_its_line()
    {
        var result = DocumentReader.Read(Encoding.UTF8.GetBytes((Page with { Date = "February 30, 2025" }).Text), "page.txt", TimeZoneInfo.Utc, CancellationToken.None);

        Assert.Null(result.Document);
        Assert.Equal((6, DiagnosticSeverity.Error), (result.Diagnostics.Single().Line!.Value, result.Diagnostics.Single().Severity));
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
            var text = PlainTextWriter.Write(MarkdownReader.Read(document.Body, "").Sections) + document.Dek
                + string.Join(' ', document.Takeaways.Select(takeaway => takeaway.Statement + takeaway.Explanation)) + string.Join(' ', document.Recommendations.Select(card => card.Title + card.Dek));
            return body.Concat(trailing).SelectMany(words => words.Split(' ', '-', ':')).Select(word => word.Trim('.', '?', '!', '…', '"', ':'))
                .All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
        });
    }

    private static StoryDocument Read(string text, out IReadOnlyList<Diagnostic> findings)
    {
        var result = DocumentReader.Read(Encoding.UTF8.GetBytes(text), "page.txt", TimeZoneInfo.Utc, CancellationToken.None);
        findings = result.Diagnostics;
        Assert.True(result.Document is not null, string.Join("; ", findings));
        return result.Document;
    }

    private static IEnumerable<string> Sections(StoryDocument document) =>
        MarkdownReader.Read(document.Body, document.Title).Sections.Select(section => $"{section.Label}|{section.Title}|{section.Blocks.Count}");
}
