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
    public void Reads_every_part_of_a_page()
    {
        var document = Read(Page.Text, out var diagnostics);

        Assert.Empty(diagnostics);
        Assert.Equal(Page.Title, document.Title);
        Assert.Equal("the-quiet-bakery-nora-linds-long-night", document.GetSlug());
        Assert.Equal("nora-lind", document.Founder!.Slug);
        Assert.Null(document.Founder.Name); // derived from the slug only if no document gives a name
        Assert.Equal(new DateTimeOffset(2025, 3, 3, 0, 0, 0, TimeSpan.Zero), document.PublishedAt);
        Assert.Equal(8, document.ReadingMinutes);
        Assert.Equal("The Morning Desk", document.Byline);
        Assert.Equal(Page.Dek, document.Dek);
        Assert.Equal(Page.ShortTakeaways, document.Takeaways.Select(takeaway => takeaway.Statement));
        Assert.Equal(Page.FullTakeaways.Select(full => full.Explanation), document.Takeaways.Select(takeaway => takeaway.Explanation));
        Assert.Equal(["the-first-loaf-how-noras-oven-began", "ten-thousand-clocks"], document.Recommendations.Select(card => card.Slug));
        Assert.Equal([11, 7], document.Recommendations.Select(card => card.ReadingMinutes!.Value));
        Assert.Equal(["nora-lind", "otto-brandt"], document.Recommendations.Select(card => card.Founder!.Slug));
        Assert.Equal(Page.Cards.Select(card => card.Dek), document.Recommendations.Select(card => card.Dek!));
        Assert.Equal(
            "Prologue|A \"Warm\" Wall|3,Act I|Flour, on Credit|1,Epilogue|Is Bread Enough?|1",
            string.Join(',', DescribeSections(document)));
    }

    public static TheoryData<string, string, string> Variations => new()
    {
        { "CRLF", Page.Text.Replace("\n", "\r\n"), "" },
        { "CR", Page.Text.Replace("\n", "\r"), "" },
        { "BOM", "\uFEFF" + Page.Text, "" },
        { "no empty lines in the head", Page.Text.Replace("\n\nThe 'Quiet'", "\nThe 'Quiet'").Replace("\n\nMarch", "\nMarch"), "" },
        { "more empty lines", Page.Text.Replace("\n\n", "\n\n \n\t\n"), "" },
        { "non-breaking spaces", Page.Text.Replace("  • ", "\u00A0\u00A0•\u00A0"), "" },
        { "hyphens for bullets", (Page with { BulletPrefix = "- " }).Text, "" },
        { "asterisks for bullets", (Page with { BulletPrefix = "* " }).Text, "" },
        { "middle dots for bullets", (Page with { BulletPrefix = "·\t" }).Text, "" },
        { "en dashes for bullets", (Page with { BulletPrefix = " – " }).Text, "" },
        { "brackets for numbers", (Page with { NumberFormat = "{0}) " }).Text, "" },
        { "bullets for numbers", (Page with { NumberFormat = "• " }).Text, "" },
        { "capitals", (Page with { TakeawaysHeading = "KEY TAKEAWAYS" }).Text, "" },
        { "a colon", (Page with { TakeawaysHeading = "Key takeaways:" }).Text, "" },
        { "typographic quotes below", Page.Text.Replace("1. Bake before they ask; it's", "1. Bake before they ask; it’s"), "" },
        { "no founder", (Page with { FounderSlug = null, }).Text, "founder" },
        { "no date", (Page with { Date = null }).Text, "date" },
        { "no minutes", (Page with { ReadingTime = null }).Text, "minutes" },
        { "no byline", (Page with { Byline = null }).Text, "byline" },
        { "no dek", (Page with { Dek = null }).Text, "dek" },
        { "no share line", (Page with { ShareLine = null }).Text, "" },
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
    public void Reads_variations_of_real_exports_alike(string variation, string text, string missing)
    {
        var (expected, actual) = (Read(Page.Text, out _), Read(text, out var diagnostics));

        Assert.True(diagnostics.Count == (missing == "date" ? 1 : 0), $"{variation}: {string.Join("; ", diagnostics)}");
        Assert.Equal(expected.Title, actual.Title);
        Assert.Equal(missing == "founder" ? null : expected.Founder, actual.Founder);
        Assert.Equal(missing == "date" ? null : expected.PublishedAt, actual.PublishedAt);
        Assert.Equal(missing == "minutes" ? null : expected.ReadingMinutes, actual.ReadingMinutes);
        Assert.Equal(missing == "byline" ? null : expected.Byline, actual.Byline);
        Assert.Equal(missing == "dek" ? null : expected.Dek, actual.Dek);
        Assert.Equal(expected.Takeaways, actual.Takeaways);
        Assert.Equal(missing == "cards" ? [] : expected.Recommendations.Select(card => card.Slug), actual.Recommendations.Select(card => card.Slug));
        Assert.Equal(missing == "cards" ? [] : expected.Recommendations.Select(card => card.ReadingMinutes), actual.Recommendations.Select(card => card.ReadingMinutes));
        Assert.Equal(DescribeSections(expected), DescribeSections(actual));
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
    public void Classifies_a_standalone_line_as_a_heading_or_a_paragraph(string line, string section)
    {
        var document = Read((Page with { Body = [line, "The rest of the story is told in a paragraph that ends in a full stop."] }).Text, out _);

        Assert.Equal(section, DescribeSections(document).Single());
    }

    [Fact]
    public void A_paragraph_that_may_be_a_heading_is_a_warning()
    {
        foreach (var line in new[] { "Are you OK?", "It rained all day and nobody came" })
        {
            Read((Page with { Body = [line, "The rest of the story is told in a paragraph that ends in a full stop."] }).Text, out var diagnostics);

            Assert.Contains($"'{line}' may be a heading", Assert.Single(diagnostics).Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string> FounderSlugs => new()
    {
        { "repeated title", (Page with { FounderSlug = "oprah" }).Text },
        { "no repeated title", (Page with { FounderSlug = "oprah" }).Text.Replace("oprah\n\n" + Page.Title + "\n\n", "oprah\n\n") },
        { "only minutes", (Page with { FounderSlug = "oprah", Date = null, Byline = null }).Text.Replace("oprah\n\n" + Page.Title + "\n\n", "oprah\n\n") },
        { "only a byline", (Page with { FounderSlug = "oprah", Date = null, ReadingTime = null }).Text.Replace("oprah\n\n" + Page.Title + "\n\n", "oprah\n\n") },
        { "all in one block", (Page with { FounderSlug = "oprah" }).Text.Replace("oprah\n\n" + Page.Title + "\n\n", "oprah\n" + Page.Title + "\n") },
    };

    [Theory]
    [MemberData(nameof(FounderSlugs))]
    public void A_founder_slug_may_have_no_hyphen(string variation, string text)
    {
        var document = Read(text, out _);

        Assert.True(document.Founder?.Slug == "oprah", variation);
        Assert.Equal(Page.Dek, document.Dek);
        Assert.Equal(3, DescribeSections(document).Count());
    }

    [Fact]
    public void A_founder_slug_of_a_card_may_have_no_hyphen()
    {
        var document = Read((Page with { Cards = [.. Page.Cards.Select(card => card with { Founder = "oprah" })] }).Text, out var diagnostics);

        Assert.Empty(diagnostics);
        Assert.All(document.Recommendations, card => Assert.Equal("oprah", card.Founder!.Slug));
        Assert.Equal(Page.Cards.Select(card => card.Dek), document.Recommendations.Select(card => card.Dek!));
    }

    [Fact]
    public void A_lower_case_word_without_metadata_below_is_not_a_founder_slug()
    {
        var document = Read("A Title\n\nhello\n\nThe story starts here, and it goes on.\n\nKey Takeaways\n\n- One.\n- Two.\n\nMore of the story, which is much longer than what stands above the takeaways.", out var diagnostics);

        Assert.Null(document.Founder);
        Assert.Contains("hello", document.Dek + document.Body, StringComparison.Ordinal);
        Assert.Contains(diagnostics, diagnostic => diagnostic.Message.Contains("no date", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Technology", "'Technology' is not a recognized date")]
    [InlineData("03.04.2025", "'03.04.2025' is not a recognized date")]
    [InlineData("Founder Stories · Sweden", "'Founder Stories · Sweden' is not a recognized date")]
    public void Unrecognized_metadata_is_kept_in_the_dek_with_a_warning(string line, string message)
    {
        foreach (var text in new[]
        {
            Page.Text.Replace("March 3, 2025\n", $"{line}\nMarch 3, 2025\n"),
            Page.Text.Replace("8 min read\n", $"{line}\n8 min read\n"),
            Page.Text.Replace("8 min read\n", $"\n{line}\n\n8 min read\n"),
        })
        {
            var document = Read(text, out var diagnostics);

            Assert.Equal((2025, 8, "The Morning Desk"), (document.PublishedAt!.Value.Year, document.ReadingMinutes, document.Byline));
            Assert.Equal($"{line}\n\n{Page.Dek}", document.Dek);
            Assert.Contains(message, Assert.Single(diagnostics).Message, StringComparison.Ordinal);
            Assert.Equal(Array.IndexOf(text.Split('\n'), line) + 1, diagnostics[0].Line);
        }
    }

    [Fact]
    public void A_dek_may_precede_the_metadata()
    {
        var document = Read(Page.Text.Replace(Page.Dek + "\n", "").Replace("March 3, 2025", Page.Dek + "\n\nMarch 3, 2025"), out var diagnostics);

        Assert.Empty(diagnostics);
        Assert.Equal((Page.Dek, 8), (document.Dek, document.ReadingMinutes));
    }

    [Theory]
    [InlineData("2025/13/45x", "no date")]
    [InlineData(null, "no date")]
    public void A_page_without_a_date_is_a_warning(string? date, string message)
    {
        Read((Page with { Date = date }).Text, out var diagnostics);

        Assert.Contains(diagnostics, diagnostic => diagnostic.Message.Contains($"the page has {message}", StringComparison.Ordinal));
    }

    [Fact]
    public void Distinguishes_short_and_full_takeaways_by_position()
    {
        string[] plain = ["The oven stood against the neighbours' wall. They never needed to heat.", "The miller gave her three weeks. She needed four.", "It was enough, and it was more than she had hoped for."];
        foreach (var body in new[] { plain, Page.Body })
        {
            var text = (Page with { ShortTakeaways = [], Body = body }).Text.Replace("Share this story", "The author met Nora twice.\n\nShare this story");
            var document = Read(text, out var diagnostics);

            Assert.Equal(Page.Dek, document.Dek);
            Assert.Equal(Page.FullTakeaways.Length, document.Takeaways.Count);
            Assert.All(document.Takeaways, takeaway => Assert.NotNull(takeaway.Explanation));
            Assert.All(body, paragraph => Assert.Contains(SectionHeading.Split(paragraph).Title!.TrimEnd('?'), PlainTextWriter.Write(MarkdownReader.Read(document.Body, "").Sections), StringComparison.Ordinal));
            Assert.EndsWith("The author met Nora twice.", document.Body, StringComparison.Ordinal);
            Assert.Contains("does not belong to any part", Assert.Single(diagnostics).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("The Lesson")]
    [InlineData("Lessons")]
    [InlineData("Insights")]
    [InlineData("Key Takeaways")]
    public void A_section_titled_like_takeaways_keeps_its_heading(string heading)
    {
        string[] section = [heading, "What she learned took her twenty years, and it fits on a loaf.", "She never wrote it down."];
        foreach (var body in new[] { [.. Page.Body, .. section], section, [.. section, .. Page.Body] })
        {
            var document = Read((Page with { FullTakeaways = [], Body = body }).Text, out var diagnostics);

            Assert.Empty(diagnostics);
            Assert.Equal(Page.ShortTakeaways, document.Takeaways.Select(takeaway => takeaway.Statement));
            Assert.Contains($"|{heading}|2", DescribeSections(document));
        }
    }

    [Fact]
    public void A_list_of_lessons_inside_the_story_stays_in_the_body()
    {
        string[] body = [.. Page.Body, "Lessons", "- Never bake angry", "- Always sweep", "Act II: After", "She never wrote it down, and yet everybody in the town knew it."];
        var document = Read((Page with { Body = body }).Text, out var diagnostics);

        Assert.Empty(diagnostics);
        Assert.Equal(Page.ShortTakeaways, document.Takeaways.Select(takeaway => takeaway.Statement));
        Assert.Contains("|Lessons|1", DescribeSections(document));
    }

    [Fact]
    public void A_card_of_the_same_story_or_a_repeated_card_is_omitted_with_a_warning()
    {
        var own = (Page.Title, (string?)"nora-lind", "This very story.", "Read Story8 min read");
        var document = Read((Page with { Cards = [own, .. Page.Cards, Page.Cards[0]] }).Text, out var diagnostics);

        Assert.Equal(Page.Cards.Length, document.Recommendations.Count);
        Assert.Equal(2, diagnostics.Count);
        Assert.All(diagnostics, diagnostic => Assert.Contains("this card is ignored", diagnostic.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Text_that_is_too_long_for_a_dek_moves_to_the_body()
    {
        var second = string.Concat(Enumerable.Repeat("An introduction that goes on. ", 70)).Trim();
        var document = Read((Page with { Dek = $"{Page.Dek}\n\n{second}", Body = [.. Enumerable.Repeat(Page.Body, 20).SelectMany(body => body)] }).Text, out var diagnostics);

        Assert.Equal(Page.Dek, document.Dek);
        Assert.StartsWith(second, document.Body, StringComparison.Ordinal);
        Assert.Contains("at most 2,000", Assert.Single(diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_short_takeaways_without_explanations_and_splits_full_ones()
    {
        var shortOnly = Read((Page with { FullTakeaways = [] }).Text, out _);
        var fullOnly = Read((Page with { ShortTakeaways = [], FullTakeaways = [("First lesson", "Because: reasons."), ("Second lesson", "And so on.")] }).Text, out _);

        Assert.Equal(Page.ShortTakeaways, shortOnly.Takeaways.Select(takeaway => takeaway.Statement));
        Assert.All(shortOnly.Takeaways, takeaway => Assert.Null(takeaway.Explanation));
        Assert.Equal([("First lesson", "Because: reasons."), ("Second lesson", "And so on.")], fullOnly.Takeaways.Select(takeaway => (takeaway.Statement, takeaway.Explanation)));
        Assert.Equal(3, DescribeSections(fullOnly).Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Reads_any_number_of_takeaways(int count)
    {
        var statements = Enumerable.Range(1, count).Select(n => $"Lesson number {n}: keep going").ToArray();
        var document = Read((Page with { ShortTakeaways = statements, FullTakeaways = [.. statements.Select(statement => (statement, $"Why {statement}."))] }).Text, out _);

        Assert.Equal(statements, document.Takeaways.Select(takeaway => takeaway.Statement));
        Assert.Equal(statements.Select(statement => $"Why {statement}."), document.Takeaways.Select(takeaway => takeaway.Explanation));
    }

    [Fact]
    public void Unassigned_lines_are_kept_in_the_body_with_a_warning()
    {
        var document = Read(Page.Text.Replace("Share this story", "An author's note that stands alone.\n\nShare this story") + "\n\n© The Morning Desk, all rights reserved", out var diagnostics);

        Assert.Contains("An author's note that stands alone.", document.Body, StringComparison.Ordinal);
        Assert.Contains("© The Morning Desk, all rights reserved", document.Body, StringComparison.Ordinal);
        Assert.Equal(2, diagnostics.Count);
        Assert.All(diagnostics, diagnostic => Assert.True(diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Line > 0));
    }

    [Fact]
    public void A_nonexistent_date_is_an_error_with_its_line()
    {
        var result = DocumentReader.Read(Encoding.UTF8.GetBytes((Page with { Date = "February 30, 2025" }).Text), "page.txt", TimeZoneInfo.Utc, CancellationToken.None);

        Assert.Null(result.Document);
        Assert.Equal((6, DiagnosticSeverity.Error), (result.Diagnostics.Single().Line!.Value, result.Diagnostics.Single().Severity));
    }

    [Fact]
    public void No_paragraph_is_lost()
    {
        var paragraph = Gen.Select(Gen.Int[0, 9], Gen.Int[1, 12]).Select((ending, words) =>
            string.Join(' ', Enumerable.Range(0, words).Select(n => $"w{ending}{n}")) + new[] { ".", "?", "", ":", "!", "…", "\"", ".", ".", "" }[ending]);
        var line = Gen.OneOf(paragraph, paragraph.Select(text => char.ToUpperInvariant(text[0]) + text[1..]), paragraph.Select(text => $"- {text}"), paragraph.Select(text => $"Act I: {text}"));

        Gen.Select(line.Array[1, 8], line.Array[0, 3], Gen.Bool, Gen.Bool).Sample((body, trailing, withTakeaways, withCards) =>
        {
            var page = Page with { Body = body, ShortTakeaways = withTakeaways ? Page.ShortTakeaways : [], FullTakeaways = withTakeaways ? Page.FullTakeaways : [], Cards = withCards ? Page.Cards : [] };
            var document = Read(page.Text + "\n\n" + string.Join("\n\n", trailing), out _);
            var text = PlainTextWriter.Write(MarkdownReader.Read(document.Body, "").Sections) + document.Dek
                + string.Join(' ', document.Takeaways.Select(takeaway => takeaway.Statement + takeaway.Explanation)) + string.Join(' ', document.Recommendations.Select(card => card.Title + card.Dek));
            return body.Concat(trailing).SelectMany(words => words.Split(' ', '-', ':')).Select(word => word.Trim('.', '?', '!', '…', '"', ':'))
                .All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
        });
    }

    private static StoryDocument Read(string text, out IReadOnlyList<Diagnostic> diagnostics)
    {
        var result = DocumentReader.Read(Encoding.UTF8.GetBytes(text), "page.txt", TimeZoneInfo.Utc, CancellationToken.None);
        diagnostics = result.Diagnostics;
        Assert.True(result.Document is not null, string.Join("; ", diagnostics));
        return result.Document;
    }

    private static IEnumerable<string> DescribeSections(StoryDocument document) =>
        MarkdownReader.Read(document.Body, document.Title).Sections.Select(section => $"{section.Label}|{section.Title}|{section.Blocks.Count}");
}
