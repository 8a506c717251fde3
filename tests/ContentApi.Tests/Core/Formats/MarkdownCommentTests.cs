using System.Diagnostics;
using ContentApi.Core.Formats.Body;

namespace ContentApi.Tests.Core.Formats;

public sealed class MarkdownCommentTests
{
    public static readonly TheoryData<string> Comments =
    [
        "<!-- private -->", "<!--private-->", "<!-- private --!>", "<!-- a - b -- c\nprivate -->", "<!--\nprivate\n-->", "<!-- `private` [a](b) *c* -->",
        "{% comment %}private{% endcomment %}", "{%- comment -%} private {%- endcomment -%}", "{%comment%}private{%endcomment%}", "{% comment %}a{% comment %}b{% endcomment %}private{% endcomment %}",
        "{% comment %}\nprivate\n{% endcomment\n%}", "{% # private %}", "{%- # private -%}", "{% # private\n# private %}",
        "{::comment}private{:/comment}", "{::comment}private{:/}", "{::comment}\nprivate\n{:/comment}", "{::comment private /}", "{::comment/}",
        "%%private%%", "%% private\nprivate %%",
    ];

    /// <summary>Bodies with a comment at the position of `C`, and their plain text without it.</summary>
    private static readonly (string Markdown, string Text)[] Templates =
    [
        ("Before C after.", "Before after."), ("C after.", "after."), ("Before.\n\nC\n\nAfter.", "Before.\n\nAfter."), ("*em* C **strong**", "em strong"),
        ("Before\nC\nafter.", "Before\n\nafter."), ("- one C\n- two", "• one\n• two"), ("- C\n- two", "• two"), ("1. C one\n2. two", "1. one\n2. two"),
        ("> said C so\n>\n> — Ann", "said so\n— Ann"), ("> C\n\nAfter.", "After."), ("### Three C\n\nAfter.", "Three\n\nAfter."), ("## Two C\n\nAfter.", "Two\n\nAfter."),
        ("## C\n\nAfter.", "After."), ("### C\n\nAfter.", "After."), ("[link C text](https://a.test)", "link text"), ("![alt C text](https://a.test/x.png)", "alt text"),
        ("![alt](https://a.test/x.png \"title C\")", "alt title"), ("C ![alt](https://a.test/x.png)", "alt"), ("a [C][r] b\n\n[r]: https://a.test", "a b"), ("Two C\n===\n\nAfter.", "Two\n\nAfter."),
        ("C C\n\nAfter. C", "After."), ("- one\n\n  C\n\n  more", "• one\nmore"),
    ];

    [Theory]
    [MemberData(nameof(Comments))]
    public void Comments_are_removed_from_every_output_format(string comment)
    {
        foreach (var (template, text) in Templates.Where(entry => !comment.Contains('\n', StringComparison.Ordinal) || !"#|>-![123".Contains(entry.Markdown[0], StringComparison.Ordinal)))
        {
            // Skips multi-line comments in headings, quotes, lists, images and links, where Markdown gives line breaks a meaning.
            var markdown = template.Replace("C", comment, StringComparison.Ordinal);
            var sections = MarkdownReader.Read(markdown, "T").Sections;

            Assert.Equal((markdown, NormalizeWhitespace(text)), (markdown, NormalizeWhitespace(PlainTextWriter.Write(sections))));
            Assert.All([HtmlWriter.Write(sections), MarkdownWriter.Write(sections)], format => Assert.DoesNotContain("private", format, StringComparison.Ordinal));
            Assert.DoesNotContain("private", PlainTextWriter.Write(MarkdownReader.Read(ParsedMarkdown.RemoveComments(markdown).Markdown, "T").Sections), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Before <!-- private\n\nprivate --> after.\n\nEnd.", "Before after.\n\nEnd.")]
    [InlineData("Before <!-- private\n- private\n# private\n```\nprivate --> after.\n\n```\n<!-- code -->\n```", "Before after.\n\n<!-- code -->")]
    [InlineData("> Before <!-- private\n\nprivate\n\n> private --> after.", "Before after.")]
    [InlineData("> <!-- private\n\nprivate -->\n\nAfter.", "After.")]
    [InlineData("- <!-- private\n\nprivate -->\n\nAfter.", "After.")]
    [InlineData("- one {% comment %}\n- private\n\nprivate {% endcomment %}\n- two", "• one\n• two")]
    [InlineData("{% comment %}\n\n```\nprivate\n\n{% endcomment %}\n\nAfter.", "After.")]
    [InlineData("%%\n\nprivate\n\n## private\n\n%%\n\nAfter.", "After.")]
    [InlineData("<!-- private\n\n    private -->    After.", "After.")]
    [InlineData("## Head <!-- private\nprivate -->\n\nAfter.", "Head\n\nAfter.")]
    [InlineData("| a | b |\n|---|---|\n| 1 <!-- private --> | 2 |", "a | b\n1 | 2")]
    [InlineData("| a <!-- private --> | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2")]
    [InlineData("- one\n\n<!-- -->\n\n- two", "• one\n\n• two")]
    [InlineData("[//]: # (private)\n\nAfter.", "After.")]
    [InlineData("Before.\n[//]: # (private)\nAfter.", "Before.\n\nAfter.")]
    [InlineData("[//]: # (private (nested) private)\n\nAfter.", "After.")]
    [InlineData("[//]: # \"he said \"private\"\"\n\nAfter.", "After.")]
    [InlineData("[//]: # (private\nprivate)\n\nAfter.", "After.")]
    [InlineData("[//]: #\n(private)\n\nAfter.", "After.")]
    [InlineData("[comment]: <> (private)\n\nAfter.", "After.")]
    [InlineData("[Comment]: # private without brackets\n\nAfter.", "After.")]
    [InlineData("[any]: <> (private)\n\nAfter.", "After.")]
    [InlineData("> Said.\n>\n> [//]: # (private)\n\nAfter.", "Said.\n\nAfter.")]
    [InlineData("- one\n\n  [//]: # (private)\n\nAfter.", "• one\n\nAfter.")]
    [InlineData("<!-->Before--> after.", "Before--> after.")]
    [InlineData("<!--->Before--> after.", "Before--> after.")]
    [InlineData("Before --> after.", "Before --> after.")]
    [InlineData("Up 50%% in May and 60%% in June.", "Up 50%% in May and 60%% in June.")]
    [InlineData("In 2020%%private%% after.", "In 2020 after.")]
    [InlineData("Of https://a.test/100%%25 more.", "Of https://a.test/100%%25 more.")]
    [InlineData("{% include x %} {: .class} {::nomarkdown}", "{% include x %} {: .class} {::nomarkdown}")]
    public void Comments_that_span_blocks_are_removed(string markdown, string text)
    {
        Assert.Equal(NormalizeWhitespace(text), NormalizeWhitespace(RenderText(markdown)));
        Assert.Equal(NormalizeWhitespace(text), NormalizeWhitespace(RenderText(ParsedMarkdown.RemoveComments(markdown).Markdown)));
    }

    [Theory]
    [InlineData("Use `<!-- shown -->` here.")]
    [InlineData("Use ``a ` <!-- shown --> b``.")]
    [InlineData("```\n<!-- shown -->\n{% comment %}shown{% endcomment %}\n%%shown%%\n```")]
    [InlineData("~~~html\n<!--\n\nshown\n~~~")]
    [InlineData("Before.\n\n    <!-- shown -->\n    [//]: # (shown)")]
    [InlineData("- one\n\n      {::comment}shown{:/}")]
    [InlineData("> ```\n> <!-- shown\n> ```")]
    [InlineData("<!-- private -->\n\n```\n<!-- shown -->\n```")]
    [InlineData("Write \\<!-- shown --\\> or &lt;!-- shown --&gt;.")]
    [InlineData("Write \\{% comment %} shown and \\%\\% shown.")]
    public void Comment_syntax_in_code_or_escaped_is_kept_as_text(string markdown)
    {
        var sections = MarkdownReader.Read(markdown, "T").Sections;

        Assert.Contains("shown", PlainTextWriter.Write(sections), StringComparison.Ordinal);
        Assert.Equal(PlainTextWriter.Write(sections), PlainTextWriter.Write(MarkdownReader.Read(MarkdownWriter.Write(sections), "T").Sections));
        Assert.Equal(PlainTextWriter.Write(sections), RenderText(ParsedMarkdown.RemoveComments(markdown).Markdown));
    }

    [Theory]
    [InlineData("Before <!-- private\n\nprivate", 1)]
    [InlineData("Before.\n\n<!-- private\n\nprivate", 3)]
    [InlineData("Before.\n\n> - <!-- private\n\nprivate", 3)]
    [InlineData("Before.\n\n{% comment %}{% comment %}{% endcomment %}\n\nprivate", 3)]
    [InlineData("Before.\n{% # private\n\nprivate", 2)]
    [InlineData("Before.\n\n{::comment}private{:/nomarkdown}\n\nprivate", 3)]
    [InlineData("Before.\n\n%% private\n\nprivate", 3)]
    [InlineData("Before. <!-- private -- >\n\nprivate", 1)]
    public void An_unclosed_comment_omits_the_rest_and_is_a_warning_with_its_line(string markdown, int line)
    {
        var body = MarkdownReader.Read(markdown, "T");

        Assert.StartsWith("Before", PlainTextWriter.Write(body.Sections), StringComparison.Ordinal);
        Assert.DoesNotContain("private", PlainTextWriter.Write(body.Sections), StringComparison.Ordinal);
        Assert.Equal($"line {line} of the body: the comment that starts here is not closed; the rest of the body is removed", body.Warnings[0]);
        Assert.DoesNotContain("private", ParsedMarkdown.RemoveComments(markdown).Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{n} <!-- private\n\nprivate --> x\n\n")]
    [InlineData("<!-- private ")]
    [InlineData("{% comment ")]
    [InlineData("{::comment ")]
    [InlineData("50%% ")]
    [InlineData("%% ")]
    [InlineData("{% # ")]
    [InlineData("> <!-- private\n\n")]
    [InlineData("<!-- x --> | private\n-|-\n\n")]
    [InlineData("[//]: # (x\n")]
    [InlineData("<!----")]
    public void Many_comments_are_parsed_in_linear_time(string piece)
    {
        MeasureSeconds(piece, 1000);
        var (small, large) = (Enumerable.Range(0, 3).Min(_ => MeasureSeconds(piece, 50_000)), MeasureSeconds(piece, 400_000));

        Assert.InRange(large / Math.Max(small, 0.01), 0, 8 * 5);
    }

    private static double MeasureSeconds(string piece, int length)
    {
        var text = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
        var clock = Stopwatch.StartNew();
        MarkdownReader.Read(text, "T");
        return clock.Elapsed.TotalSeconds;
    }

    private static string RenderText(string markdown) => PlainTextWriter.Write(MarkdownReader.Read(markdown, "T").Sections);

    private static string NormalizeWhitespace(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
