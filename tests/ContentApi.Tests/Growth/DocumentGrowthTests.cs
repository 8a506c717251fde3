using System.Text;
using ContentApi.Core.Formats;

namespace ContentApi.Tests.Growth;

/// <summary>The time to read a document grows linearly with its length, whatever its front matter or page text repeats.</summary>
[Collection(nameof(GrowthCollection))]
public sealed class DocumentGrowthTests
{
    private const string Head = "T\nlei-jun\n\nT\n\nMarch 3, 2025\n\n";

    private static readonly Dictionary<string, Func<int, string>> Kinds = new(StringComparer.Ordinal)
    {
        ["yaml: unknown keys"] = n => Yaml(Each(i => $"a{i}: b\n", n)),
        ["yaml: the same key"] = n => Yaml(Again("a: b\n", n)),
        ["yaml: unknown keys of the founder"] = n => Yaml("founder:\n  name: N\n" + Each(i => $"  a{i}: b\n", n)),
        ["yaml: takeaways"] = n => Yaml("takeaways:\n" + Again("  - statement: a\n    explanation: b\n", n)),
        ["yaml: takeaways with unknown keys"] = n => Yaml("takeaways:\n" + Again("  - statement: a\n    what: b\n", n)),
        ["yaml: recommendations"] = n => Yaml("recommendations:\n" + Each(i => $"  - story-{i}\n", n)),
        ["yaml: topics"] = n => Yaml("topics: [" + Each(i => $"Topic {i}, ", n) + "x]\n"),
        ["yaml: equal topics"] = n => Yaml("topics: [" + Again("Topic, ", n) + "x]\n"),
        ["yaml: topics in one text"] = n => Yaml("topics: \"" + Each(i => $"Topic {i}, ", n) + "x\"\n"),
        ["yaml: nested lists"] = n => Yaml("a: " + Again("[", n) + Again("]", n) + "\n"),
        ["yaml: lists that are not closed"] = n => Yaml("a: " + Again("[", n) + "\n"),
        ["yaml: nested maps"] = n => Yaml("a: " + Again("{a: ", n) + Again("}", n) + "\n"),
        ["yaml: maps beside each other"] = n => Yaml("a: [" + Again("{a: b}, ", n) + "x]\n"),
        ["yaml: nested items"] = n => Yaml("a:\n" + Again("- ", n) + "a\n"),
        ["yaml: anchors"] = n => Yaml(Each(i => $"a{i}: &a{i} [*a{i}, *a{i}]\n", n)),
        ["yaml: a long text"] = n => Yaml("dek: " + Again("word ", n) + "\n"),
        ["yaml: a long quoted text"] = n => Yaml("dek: \"" + Again("\\n", n) + "\"\n"),
        ["yaml: a text of many lines"] = n => Yaml("dek: a\n" + Again("  b\n", n)),
        ["yaml: a block of many lines"] = n => Yaml("dek: |\n" + Again("  b\n\n", n)),
        ["yaml: a quotation mark that is not closed"] = n => Yaml("dek: \"" + Again("a\n ", n)),
        ["yaml: comments"] = n => Yaml(Again("# a\n", n)),
        ["yaml: colons"] = n => Yaml("a: " + Again(": ", n) + "\n"),
        ["yaml: question marks"] = n => Yaml(Again("? ", n) + "\n"),
        ["yaml: documents"] = n => Yaml(Again("...\n%YAML 1.2\n", n)),
        ["toml: keys"] = n => Toml(Each(i => $"a{i} = 1\n", n)),
        ["toml: the same key"] = n => Toml(Again("a = 1\n", n)),
        ["toml: dotted keys"] = n => Toml(Each(i => $"a.b{i} = 1\n", n)),
        ["toml: a key with many dots"] = n => Toml("a" + Again(".a", n) + " = 1\n"),
        ["toml: tables"] = n => Toml(Each(i => $"[a{i}]\nb = 1\n", n)),
        ["toml: tables in tables"] = n => Toml(Each(i => $"[a.b{i}]\nb = 1\n", n)),
        ["toml: tables of a list"] = n => Toml(Again("[[takeaways]]\nstatement = \"a\"\n", n)),
        ["toml: a list"] = n => Toml("topics = [" + Again("\"a\", ", n) + "]\n"),
        ["toml: nested lists"] = n => Toml("a = " + Again("[", n) + Again("]", n) + "\n"),
        ["toml: inline tables"] = n => Toml("a = [" + Again("{b = 1}, ", n) + "]\n"),
        ["toml: an inline table"] = n => Toml("a = {" + Each(i => $"b{i} = 1, ", n) + "c = 1}\n"),
        ["toml: faults"] = n => Toml(Again("= 1\n", n)),
        ["toml: comments"] = n => Toml(Again("# a\n", n)),
        ["toml: a text of many lines"] = n => Toml("dek = \"\"\"" + Again("a\n", n) + "\"\"\"\n"),
        ["page: acts"] = n => Head + Each(i => $"Act I: The Part {i}\n\nA paragraph of it.\n\n", n),
        ["page: equal acts"] = n => Head + Again("Act I: Why\n\nA paragraph of it.\n\n", n),
        ["page: paragraphs"] = n => Head + Again("A paragraph of the story, which is short.\n\n", n),
        ["page: a paragraph of many lines"] = n => Head + Again("The oven stood against the neighbours' wall, and never cooled\n", n),
        ["page: short takeaways"] = n => Head + "Key Takeaways\n\n" + Each(i => $"• Lesson {i}\n", n) + "\nIt was.\n",
        ["page: a takeaway of many lines"] = n => Head + "Key Takeaways\n\n• Lesson\n" + Again("  The oven stood against the neighbours' wall, and never cooled\n", n) + "\nIt was.\n",
        ["page: short and full takeaways"] = n => Head + "Key Takeaways\n\n" + Each(i => $"• Lesson {i}\n", n) + "\nAct I: Why\n\n" + Again("It was so, and it was good for all.\n\n", n) + "Key Takeaways\n\n" + Each(i => $"1. Lesson {i}: because\n", n),
        ["page: long short and full takeaways"] = n => Head + "Key Takeaways\n\n" + Each(i => $"• {i} {Again("word ", n / 64)}\n", 64) + "\nAct I: Why\n\n" + Again("It was so, and it was good for all.\n\n", n) + "Key Takeaways\n\n" + Each(i => $"1. {i} {Again("word ", n / 64)}: because\n", 64),
        ["page: headings of takeaways"] = n => Head + Again("Key Takeaways\n• a\n\n", n),
        ["page: numbered lines"] = n => Head + "It was.\n\n" + Each(i => $"{(i % 99) + 1}. a\n", n),
        ["page: bulleted lines"] = n => Head + "It was.\n\n" + Again("- a\n", n),
        ["page: cards"] = n => Head + "It was.\n\nContinue Your Journey\n\n" + Each(i => $"Card {i}\nlei-jun\nCard {i}\nA dek.\nRead Story5 min read\n", n),
        ["page: equal cards"] = n => Head + "It was.\n\nContinue Your Journey\n\n" + Again("Card\nlei-jun\nCard\nA dek.\nRead Story5 min read\n", n),
        ["page: lines of no card"] = n => Head + "It was.\n\nContinue Your Journey\nCard\na-b\nCard\nB\nRead Story\n" + Again("a line\n", n),
        ["page: headings of cards"] = n => Head + Again("Continue Your Journey\n", n),
        ["page: share lines"] = n => Head + Again("Share this story\n", n),
        ["page: dates"] = n => "T\nlei-jun\n" + Again("March 3, 2025\n", n),
        ["page: a long line"] = n => Head + Again("word ", n),
        ["page: metadata on one line"] = n => "T\nlei-jun\n" + Again("· ", n),
        ["text: a long title"] = n => "# " + Again("a ", n),
        ["text: a title of hashes"] = n => "# a " + new string('#', n),
        ["text: marks in a title"] = n => "# " + Again("*a", n),
        ["text: line ends"] = n => "# a\n" + Again("\r\n", n),
        ["text: letters of other scripts"] = n => "# 面\n\n" + Again("面包", n),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Eight_times_a_document_takes_at_most_sixteen_times_the_time(string kind) => Check(kind, TimeSpan.FromMilliseconds(5));

    [Theory(Explicit = true)]
    [Trait("Category", "Endurance")]
    [MemberData(nameof(Names))]
    public void Eight_times_a_long_document_takes_at_most_sixteen_times_the_time(string kind) => Check(kind, TimeSpan.FromMilliseconds(30));

    private static void Check(string kind, TimeSpan enough) =>
        GrowthAssert.ShouldBeLinear(
            n =>
            {
                var bytes = Encoding.UTF8.GetBytes(Kinds[kind](n));
                return (() => DocumentReader.Read(bytes, "x.txt", TimeZoneInfo.Utc, CancellationToken.None), bytes.Length);
            },
            longest: 2_000_000,
            enough);

    private static string Yaml(string text) => $"---\ntitle: T\n{text}---\nA body.\n";

    private static string Toml(string text) => $"+++\ntitle = \"T\"\n{text}+++\nA body.\n";

    private static string Again(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static string Each(Func<int, string> make, int times) => string.Concat(Enumerable.Range(0, times).Select(make));
}
