using ContentApi.Core.Formats;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Indexing.SearchIndex;
using ContentApi.Publishing;

namespace ContentApi.Tests.Growth;

/// <summary>
/// The time to validate, parse, render and index a body and to assign its ids grows linearly with its length, whatever it repeats.
/// </summary>
[Collection(nameof(GrowthCollection))]
public sealed class BodyGrowthTests
{
    private static readonly Dictionary<string, Func<int, string>> Kinds = new(StringComparer.Ordinal)
    {
        ["equal headings"] = n => Again("## A\n\n", n),
        ["equal headings of the first level"] = n => Again("# A\n", n),
        ["equal headings of the third level"] = n => Again("### A\n\n", n),
        ["headings without a letter"] = n => Again("## ?\n\n", n),
        ["different headings"] = n => Each(i => $"## A {i}\n\n", n),
        ["headings that look like made anchors"] = n => Each(i => $"## A {i % 100}\n\n## A\n\n", n),
        ["underlined headings"] = n => Again("a\n=\n\n", n),
        ["underlined headings after paragraphs"] = n => Again("a\n\nb\n-\n\n", n),
        ["paragraphs"] = n => Each(i => $"Paragraph {i}.\n\n", n),
        ["equal paragraphs"] = n => Again("a\n\n", n),
        ["lines of one paragraph"] = n => Again("a line\n", n),
        ["hard breaks"] = n => Again("a  \n", n),
        ["words"] = n => Again("word ", n),
        ["different words"] = n => Each(i => $"word{i} ", n),
        ["one long word"] = n => new string('a', n),
        ["spaces"] = n => "a" + new string(' ', n) + "b",
        ["empty lines"] = n => "a" + new string('\n', n) + "b",
        ["tabs"] = n => "a\n" + new string('\t', n) + "b",
        ["combining marks"] = n => "a" + new string('\u0301', n),
        ["emoji"] = n => Again("🙂", n),
        ["Han characters"] = n => Each(i => ((char)(0x4e00 + (i % 20_000))).ToString(), n),
        ["apostrophes"] = n => Again("a'", n),
        ["underscores in words"] = n => Again("a_b", n),
        ["entities"] = n => Again("&amp;", n),
        ["unfinished entities"] = n => Again("&#", n),
        ["escapes"] = n => Again("\\*", n),
        ["emphasis"] = n => Again("*a* ", n),
        ["emphasis in many paragraphs"] = n => Again("*a* **b** ~~c~~\n\n", n),
        ["emphasis up to the limit in many paragraphs"] = n => Again(Again("*a* ", 400) + "\n\n", n),
        ["emphasis that is not closed"] = n => Again("*a ", n),
        ["emphasis that is not opened"] = n => Again("a* ", n),
        ["emphasis of two kinds"] = n => Again("*a_ ", n),
        ["emphasis inside of words"] = n => Again("a**b*", n),
        ["nested emphasis"] = n => Again("*a **a ", n) + "b" + Again(" a** a*", n),
        ["struck text that is not closed"] = n => Again("~~a ", n),
        ["stars"] = n => new string('*', n),
        ["backticks"] = n => Again("`a` ", n),
        ["backticks that are not closed"] = n => Again("`a ``b ", n),
        ["longer and longer backticks"] = n => Each(i => "e" + new string('`', i + 1), (int)Math.Sqrt(n)),
        ["brackets that are not closed"] = n => Again("[a", n),
        ["brackets that are not opened"] = n => Again("a]", n),
        ["nested brackets"] = n => Again("[", n) + "a" + Again("]", n),
        ["brackets"] = n => Again("[a] ", n),
        ["pairs of brackets"] = n => Again("[a][b] ", n),
        ["images that are not closed"] = n => Again("![a", n),
        ["links"] = n => Again("[a](https://example.com) ", n),
        ["links with titles"] = n => Again("[a](https://example.com \"t\") ", n),
        ["links beside each other"] = n => Again("[a](/b)", n),
        ["links that are not closed"] = n => Again("[a](", n),
        ["links with an address that is not closed"] = n => Again("[a](b", n),
        ["links with a long address that is not closed"] = n => Again("[a](" + new string('b', 996), n / 16),
        ["links with brackets in an address that is not closed"] = n => Again("[a](b(c)", n),
        ["links with an escaped bracket"] = n => Again("[a](\\)", n),
        ["links with a title that is not closed"] = n => Again("[a](b (x ", n),
        ["links with an address in angle brackets that is not closed"] = n => Again("[a](<b", n),
        ["nested links"] = n => Again("[a", n) + Again("](b)", n),
        ["links around emphasis"] = n => Again("**x [a*b**c*](d)", n),
        ["emphasis in links that are not closed"] = n => Again("[*a", n),
        ["definitions"] = n => Each(i => $"[a{i}]: /b\n", n),
        ["definitions of their own"] = n => Each(i => $"[a{i}]: /b\n\n", n),
        ["the same definition"] = n => Again("[a]: /b\n", n),
        ["definitions without an address"] = n => Again("[a]:\n", n),
        ["definitions with a title that is not closed"] = n => Again("[a]: b \"c\n", n),
        ["references"] = n => "[a]: /b\n\n" + Again("[a] ", n),
        ["comments"] = n => Again("<!-- a --> b\n", n),
        ["comments that are blocks"] = n => Again("<!-- a -->\n\nb\n\n", n),
        ["comments that are not closed in many paragraphs"] = n => Again("b <!-- a\n\n", n),
        ["comments across items"] = n => Again("- b <!-- a\n- --> c\n", n),
        ["comments across quotes"] = n => Again("> b <!-- a\n\n--> c\n\n", n),
        ["Liquid comments"] = n => Again("{% comment %}a{% endcomment %} b ", n),
        ["Liquid comments that are not closed"] = n => Again("{% comment %}", n),
        ["Liquid tags"] = n => Again("{% a %}", n),
        ["kramdown comments"] = n => Again("{::comment}a{:/comment}\n", n),
        ["kramdown comments that are not closed"] = n => Again("{::comment", n),
        ["kramdown closings"] = n => Again("{:/", n),
        ["Obsidian comments"] = n => Again("%%a%% b ", n),
        ["percentages"] = n => Again("5%% ", n),
        ["percent signs"] = n => new string('%', n),
        ["comments as definitions"] = n => Again("[//]: # (a)\n", n),
        ["comments as definitions that are not closed"] = n => Again("[//]: # (a\n", n),
        ["autolinks"] = n => Again("<https://example.com> ", n),
        ["autolinks that are not closed"] = n => Again("<https:", n),
        ["angle brackets"] = n => Again("<a ", n),
        ["comments that are not closed"] = n => Again("<!--", n),
        ["images"] = n => Again("![a](https://example.com/a.png)\n\n", n),
        ["images in a text"] = n => Again("a ![a](https://example.com/a.png) b\n\n", n),
        ["nested quotes"] = n => Again("> ", n) + "a",
        ["quotes"] = n => Again("> a\n\n", n),
        ["one quote"] = n => Again("> a\n>\n", n),
        ["one quote with emphasis"] = n => Again("> *a* b **c**\n>\n", n),
        ["one quote of spaces with emphasis"] = n => Again("> *&#32;*\n>\n", n),
        ["a quote that goes on"] = n => "> a\n" + Again("b\n", n),
        ["quotes and lists in turn"] = n => Again("> a\n- b\n", n),
        ["empty lines in a nested quote"] = n => Again("> ", 12) + "- a\n" + Again(">\n", n),
        ["nested lists on one line"] = n => Again("- ", n) + "a",
        ["nested lists"] = n => Each(i => new string(' ', 2 * i) + "- a\n", (int)Math.Sqrt(n)),
        ["empty lines in a nested list"] = n => Again("- ", 12) + "a" + new string('\n', n),
        ["empty lines in lists nested deeper and deeper"] = n => Again("- ", (int)Math.Sqrt(n)) + "a" + new string('\n', n),
        ["items"] = n => Again("- a\n", n),
        ["items with emphasis"] = n => Again("- *a* b **c**\n", n),
        ["items apart"] = n => Again("- a\n\n", n),
        ["empty items"] = n => Again("-\n", n),
        ["numbered items"] = n => Again("1. a\n", n),
        ["lists of changing marks"] = n => Again("- a\n* b\n", n),
        ["lists in lists"] = n => Again("- a\n  - b\n    - c\n", n),
        ["a long item"] = n => "- a\n" + Again("  b\n", n),
        ["code"] = n => Again("    a\n", n),
        ["code with characters that all differ"] = n => "`" + Each(i => ((char)(0x3400 + (i % 40_000))).ToString(), n) + "`",
        ["fences"] = n => Again("```\na\n```\n", n),
        ["fences that are not closed"] = n => Again("```a\n\n", n),
        ["dividers"] = n => Again("***\n\n", n),
        ["tables"] = n => Again("|a", n) + "\n" + Again("|-", n) + "\n",
        ["rows of a table"] = n => "|a|b|\n|-|-|\n" + Again("|a|b|\n", n),
        ["footnotes"] = n => Each(i => $"a[^{i}]\n\n[^{i}]: b\n\n", n),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Eight_times_a_body_takes_at_most_sixteen_times_the_time(string kind) => Check(kind, TimeSpan.FromMilliseconds(5));

    [Theory(Explicit = true)]
    [Trait("Category", "Endurance")]
    [MemberData(nameof(Names))]
    public void Eight_times_a_long_body_takes_at_most_sixteen_times_the_time(string kind) => Check(kind, TimeSpan.FromMilliseconds(30));

    /// <summary>Publishing a story again aligns its blocks with those of the previous version.</summary>
    [Theory]
    [InlineData("the same", 0)]
    [InlineData("more of the same", 0)]
    [InlineData("each a little different", 0)]
    [InlineData("each a little different", 2)]
    [InlineData("all different", 0)]
    [InlineData("the reverse", 0)]
    public void Eight_times_the_blocks_are_aligned_with_those_before_in_at_most_sixteen_times_the_time(string change, int distinct) =>
        GrowthAssert.ShouldBeLinear(
            n =>
            {
                var before = Enumerable.Range(0, n).Select(i => $"This is one of the paragraphs of a story{(distinct > 0 ? $", number {i}" : "")}.").ToList();
                var after = change switch
                {
                    "the same" => before,
                    "more of the same" => [.. before, .. before],
                    "each a little different" => before.ConvertAll(text => text.Replace("one", "some", StringComparison.Ordinal)),
                    "all different" => before.ConvertAll(text => new string([.. text.Reverse()])),
                    _ => Enumerable.Reverse(before).ToList(),
                };
                var (old, now) = (Sections(before), Sections(after));
                old = BlockIdAssigner.Assign(old);
                return (() => BlockIdAssigner.Assign(now, old), 60 * n);
            },
            longest: 1_000_000,
            enough: TimeSpan.FromMilliseconds(5));

    private static void Check(string kind, TimeSpan enough) =>
        GrowthAssert.ShouldBeLinear(
            n =>
            {
                var body = Kinds[kind](n);
                var document = new StoryDocument { Title = "T", Body = body };
                return (() => Process(document), body.Length);
            },
            longest: 1_000_000,
            enough);

    /// <summary>Runs all stages of publishing, even for an invalid body: stored bodies are rendered again without validation.</summary>
    private static void Process(StoryDocument document)
    {
        _ = new StoryDocumentValidator().ValidateAsync(document).GetAwaiter().GetResult();
        var story = RenderedStory.Render(document, CancellationToken.None);
        story = story.WithPreservedIds(story.Sections, CancellationToken.None);
        _ = TermExtractor.Extract(story.ToComparable(), new Vocabulary());
        _ = new TsVectorBuilder(PorterStemmer.Stem).Add(story.PlainText).ToArray();
    }

    private static IReadOnlyList<Section> Sections(IEnumerable<string> paragraphs) =>
    [
        new()
        {
            Id = "", Label = null, Title = null, Anchor = "start",
            Blocks = paragraphs.Select(text => new Block { Id = "", Type = BlockType.Paragraph, Spans = [new() { Text = text, Marks = [], Href = null }] }).ToList(),
        },
    ];

    private static string Again(string text, int times) => new System.Text.StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static string Each(Func<int, string> make, int times) => string.Concat(Enumerable.Range(0, times).Select(make));
}
