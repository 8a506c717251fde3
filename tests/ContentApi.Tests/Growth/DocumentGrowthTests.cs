using System.Text;
using ContentApi.Core.Formats;

namespace ContentApi.Tests.Growth;

/// <summary>Checks that the time to read a document grows at most linearly with its length.</summary>
[Collection(nameof(ExclusiveCollection))]
public sealed class DocumentGrowthTests
{
    private const string PageHead = "T\nlei-jun\n\nT\n\nMarch 3, 2025\n\n";

    private static readonly Dictionary<string, Func<int, string>> Inputs = new(StringComparer.Ordinal)
    {
        ["yaml: unknown keys"] = n => Yaml(Concat(i => $"a{i}: b\n", n)),
        ["yaml: repeated key"] = n => Yaml(Repeat("a: b\n", n)),
        ["yaml: unknown keys of the founder"] = n => Yaml("founder:\n  name: N\n" + Concat(i => $"  a{i}: b\n", n)),
        ["yaml: takeaways"] = n => Yaml("takeaways:\n" + Repeat("  - statement: a\n    explanation: b\n", n)),
        ["yaml: takeaways with unknown keys"] = n => Yaml("takeaways:\n" + Repeat("  - statement: a\n    what: b\n", n)),
        ["yaml: recommendations"] = n => Yaml("recommendations:\n" + Concat(i => $"  - story-{i}\n", n)),
        ["yaml: topics"] = n => Yaml("topics: [" + Concat(i => $"Topic {i}, ", n) + "x]\n"),
        ["yaml: equal topics"] = n => Yaml("topics: [" + Repeat("Topic, ", n) + "x]\n"),
        ["yaml: topics in one string"] = n => Yaml("topics: \"" + Concat(i => $"Topic {i}, ", n) + "x\"\n"),
        ["yaml: nested lists"] = n => Yaml("a: " + Repeat("[", n) + Repeat("]", n) + "\n"),
        ["yaml: unclosed lists"] = n => Yaml("a: " + Repeat("[", n) + "\n"),
        ["yaml: nested maps"] = n => Yaml("a: " + Repeat("{a: ", n) + Repeat("}", n) + "\n"),
        ["yaml: adjacent maps"] = n => Yaml("a: [" + Repeat("{a: b}, ", n) + "x]\n"),
        ["yaml: nested items"] = n => Yaml("a:\n" + Repeat("- ", n) + "a\n"),
        ["yaml: anchors"] = n => Yaml(Concat(i => $"a{i}: &a{i} [*a{i}, *a{i}]\n", n)),
        ["yaml: a long string"] = n => Yaml("dek: " + Repeat("word ", n) + "\n"),
        ["yaml: a long quoted string"] = n => Yaml("dek: \"" + Repeat("\\n", n) + "\"\n"),
        ["yaml: a string of many lines"] = n => Yaml("dek: a\n" + Repeat("  b\n", n)),
        ["yaml: a block of many lines"] = n => Yaml("dek: |\n" + Repeat("  b\n\n", n)),
        ["yaml: an unclosed quotation mark"] = n => Yaml("dek: \"" + Repeat("a\n ", n)),
        ["yaml: comments"] = n => Yaml(Repeat("# a\n", n)),
        ["yaml: colons"] = n => Yaml("a: " + Repeat(": ", n) + "\n"),
        ["yaml: question marks"] = n => Yaml(Repeat("? ", n) + "\n"),
        ["yaml: documents"] = n => Yaml(Repeat("...\n%YAML 1.2\n", n)),
        ["toml: keys"] = n => Toml(Concat(i => $"a{i} = 1\n", n)),
        ["toml: repeated key"] = n => Toml(Repeat("a = 1\n", n)),
        ["toml: dotted keys"] = n => Toml(Concat(i => $"a.b{i} = 1\n", n)),
        ["toml: a key with many dots"] = n => Toml("a" + Repeat(".a", n) + " = 1\n"),
        ["toml: tables"] = n => Toml(Concat(i => $"[a{i}]\nb = 1\n", n)),
        ["toml: tables in tables"] = n => Toml(Concat(i => $"[a.b{i}]\nb = 1\n", n)),
        ["toml: array of tables"] = n => Toml(Repeat("[[takeaways]]\nstatement = \"a\"\n", n)),
        ["toml: a list"] = n => Toml("topics = [" + Repeat("\"a\", ", n) + "]\n"),
        ["toml: nested lists"] = n => Toml("a = " + Repeat("[", n) + Repeat("]", n) + "\n"),
        ["toml: inline tables"] = n => Toml("a = [" + Repeat("{b = 1}, ", n) + "]\n"),
        ["toml: an inline table"] = n => Toml("a = {" + Concat(i => $"b{i} = 1, ", n) + "c = 1}\n"),
        ["toml: syntax errors"] = n => Toml(Repeat("= 1\n", n)),
        ["toml: comments"] = n => Toml(Repeat("# a\n", n)),
        ["toml: a string of many lines"] = n => Toml("dek = \"\"\"" + Repeat("a\n", n) + "\"\"\"\n"),
        ["page: acts"] = n => PageHead + Concat(i => $"Act I: The Part {i}\n\nA paragraph of it.\n\n", n),
        ["page: equal acts"] = n => PageHead + Repeat("Act I: Why\n\nA paragraph of it.\n\n", n),
        ["page: paragraphs"] = n => PageHead + Repeat("A paragraph of the story, which is short.\n\n", n),
        ["page: a paragraph of many lines"] = n => PageHead + Repeat("The oven stood against the neighbours' wall, and never cooled\n", n),
        ["page: short takeaways"] = n => PageHead + "Key Takeaways\n\n" + Concat(i => $"• Lesson {i}\n", n) + "\nIt was.\n",
        ["page: a takeaway of many lines"] = n => PageHead + "Key Takeaways\n\n• Lesson\n" + Repeat("  The oven stood against the neighbours' wall, and never cooled\n", n) + "\nIt was.\n",
        ["page: short and full takeaways"] = n => PageHead + "Key Takeaways\n\n" + Concat(i => $"• Lesson {i}\n", n) + "\nAct I: Why\n\n" + Repeat("It was so, and it was good for all.\n\n", n) + "Key Takeaways\n\n" + Concat(i => $"1. Lesson {i}: because\n", n),
        ["page: long short and full takeaways"] = n => PageHead + "Key Takeaways\n\n" + Concat(i => $"• {i} {Repeat("word ", n / 64)}\n", 64) + "\nAct I: Why\n\n" + Repeat("It was so, and it was good for all.\n\n", n) + "Key Takeaways\n\n" + Concat(i => $"1. {i} {Repeat("word ", n / 64)}: because\n", 64),
        ["page: headings of takeaways"] = n => PageHead + Repeat("Key Takeaways\n• a\n\n", n),
        ["page: numbered lines"] = n => PageHead + "It was.\n\n" + Concat(i => $"{(i % 99) + 1}. a\n", n),
        ["page: bulleted lines"] = n => PageHead + "It was.\n\n" + Repeat("- a\n", n),
        ["page: cards"] = n => PageHead + "It was.\n\nContinue Your Journey\n\n" + Concat(i => $"Card {i}\nlei-jun\nCard {i}\nA dek.\nRead Story5 min read\n", n),
        ["page: equal cards"] = n => PageHead + "It was.\n\nContinue Your Journey\n\n" + Repeat("Card\nlei-jun\nCard\nA dek.\nRead Story5 min read\n", n),
        ["page: lines without a card"] = n => PageHead + "It was.\n\nContinue Your Journey\nCard\na-b\nCard\nB\nRead Story\n" + Repeat("a line\n", n),
        ["page: headings of cards"] = n => PageHead + Repeat("Continue Your Journey\n", n),
        ["page: share lines"] = n => PageHead + Repeat("Share this story\n", n),
        ["page: dates"] = n => "T\nlei-jun\n" + Repeat("March 3, 2025\n", n),
        ["page: a long line"] = n => PageHead + Repeat("word ", n),
        ["page: metadata on one line"] = n => "T\nlei-jun\n" + Repeat("· ", n),
        ["text: a long title"] = n => "# " + Repeat("a ", n),
        ["text: a title of hashes"] = n => "# a " + new string('#', n),
        ["text: marks in a title"] = n => "# " + Repeat("*a", n),
        ["text: line endings"] = n => "# a\n" + Repeat("\r\n", n),
        ["text: Han characters"] = n => "# 面\n\n" + Repeat("面包", n),
    };

    public static TheoryData<string> InputNames => [.. Inputs.Keys];

    [Theory]
    [MemberData(nameof(InputNames))]
    public void Reading_a_document_takes_linear_time(string input) => Check(input, TimeSpan.FromMilliseconds(5));

    [Theory(Explicit = true)]
    [Trait("Category", "Endurance")]
    [MemberData(nameof(InputNames))]
    public void Reading_a_long_document_takes_linear_time(string input) => Check(input, TimeSpan.FromMilliseconds(30));

    private static void Check(string input, TimeSpan minTime) =>
        GrowthAssert.ShouldBeLinear(
            n =>
            {
                var bytes = Encoding.UTF8.GetBytes(Inputs[input](n));
                return (() => DocumentReader.Read(bytes, "x.txt", TimeZoneInfo.Utc, CancellationToken.None), bytes.Length);
            },
            maxLength: 2_000_000,
            minTime);

    private static string Yaml(string text) => $"---\ntitle: T\n{text}---\nA body.\n";

    private static string Toml(string text) => $"+++\ntitle = \"T\"\n{text}+++\nA body.\n";

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static string Concat(Func<int, string> create, int count) => string.Concat(Enumerable.Range(0, count).Select(create));
}
