using System.Diagnostics;
using System.Text;
using ContentApi.Core.Formats;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Core.Formats;

public sealed class FrontMatterReaderTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("title: A", "Title", "A")]
    [InlineData("Title: \"A: b\"", "Title", "A: b")]
    [InlineData("slug: a-b", "Slug", "a-b")]
    [InlineData("byline: By Ann Lee", "Byline", "Ann Lee")]
    [InlineData("author: Ann Lee", "Byline", "Ann Lee")]
    [InlineData("authors: [Ann Lee, Bo]", "Byline", "Ann Lee, Bo")]
    [InlineData("author: { name: Ann Lee }", "Byline", "Ann Lee")]
    [InlineData("dek: D", "Dek", "D")]
    [InlineData("description: D", "Dek", "D")]
    [InlineData("excerpt: D", "Dek", "D")]
    [InlineData("summary: >\n  folded\n  text", "Dek", "folded text")]
    [InlineData("lang: de", "Language", "de")]
    [InlineData("lang: en_US", "Language", "en-US")]
    [InlineData("canonical_url: https://a.test/x", "CanonicalUrl", "https://a.test/x")]
    [InlineData("readingMinutes: 12", "ReadingMinutes", "12")]
    [InlineData("reading_time: 12 min", "ReadingMinutes", "12")]
    [InlineData("topics: [Money, \"Slow Work\"]", "Topics", "Money|Slow Work")]
    [InlineData("topics: [C++, 'C#', C, c]", "Topics", "C++|C#|C")]
    [InlineData("tags: a, b\ncategory: C\ncategories:\n  - b\n  - d", "Topics", "a|b|C|d")]
    [InlineData("date: 2025-08-26", "PublishedAt", "2025-08-25T22:00:00Z")]
    [InlineData("date: 2025-01-26 08:30", "PublishedAt", "2025-01-26T07:30:00Z")]
    [InlineData("publishedAt: 2025-08-26T06:00:00+02:00", "PublishedAt", "2025-08-26T04:00:00Z")]
    [InlineData("publishedAt: 2025-08-26T06:00:00Z", "PublishedAt", "2025-08-26T06:00:00Z")]
    [InlineData("date: 2025-08-26 06:00:00 +0200", "PublishedAt", "2025-08-26T04:00:00Z")]
    [InlineData("date: August 26, 2025", "PublishedAt", "2025-08-25T22:00:00Z")]
    [InlineData("date: 2025-8-6", "PublishedAt", "2025-08-05T22:00:00Z")]
    [InlineData("date: 2025/08/26", "PublishedAt", "2025-08-25T22:00:00Z")]
    [InlineData("founder: lei-jun", "Founder", "lei-jun||")]
    [InlineData("founder: Lei Jun", "Founder", "|Lei Jun|")]
    [InlineData("founder: { name: Lei Jun, bio: B. }", "Founder", "|Lei Jun|B.")]
    [InlineData("founder: { slug: lj, name: Lei Jun }", "Founder", "lj|Lei Jun|")]
    [InlineData("image: https://a.test/x.png", "Image", "https://a.test/x.png||")]
    [InlineData("image: { url: https://a.test/x.png, alt: X, width: 10 }", "Image", "https://a.test/x.png|X|10")]
    [InlineData("takeaways: [One., { statement: Two., explanation: Why. }]", "Takeaways", "One./|Two./Why.")]
    [InlineData("recommendations: [a-b, { title: The C D, dek: X., founder: e-f, readingMinutes: 3 }]", "Recommendations", "a-b/|the-c-d/The C D")]
    public void Maps_a_key_to_its_document_member(string yaml, string member, string expected)
    {
        var result = Read($"---\n{yaml}{(yaml.StartsWith("title", StringComparison.OrdinalIgnoreCase) ? "" : "\ntitle: T")}\n---\nBody.");

        Assert.Empty(result.Diagnostics);
        Assert.Equal(expected, FormatMember(result.Document!, member));
    }

    [Theory]
    [InlineData("draft: true")]
    [InlineData("draft: yes")]
    [InlineData("draft: On")]
    [InlineData("draft: Y")]
    [InlineData("draft: 1")]
    [InlineData("DRAFT: TRUE # not yet")]
    [InlineData("draft: \"true\"")]
    [InlineData("draft: ' yes '")]
    [InlineData("is_draft: true")]
    [InlineData("published: false")]
    [InlineData("published: no")]
    [InlineData("published: OFF")]
    [InlineData("published: 0")]
    [InlineData("published: \"false\"")]
    [InlineData("publish: false")]
    [InlineData("publish: no")]
    [InlineData("is-published: n")]
    [InlineData("public: false")]
    [InlineData("private: true")]
    [InlineData("private: yes")]
    [InlineData("hidden: true")]
    [InlineData("unlisted: true")]
    [InlineData("status: draft")]
    [InlineData("Status: Draft")]
    [InlineData("status: pending")]
    [InlineData("status: private")]
    [InlineData("status: In Review")]
    [InlineData("post_status: auto-draft")]
    [InlineData("visibility: private")]
    [InlineData("visibility: \"members\"")]
    [InlineData("draft: false\nprivate: true")]
    [InlineData("draft: true\npublished: true")]
    [InlineData("Draft: true\ndraft: false")]
    [InlineData("draft: true\npublishedAt: 2020-01-01")]
    [InlineData("published: 2020-01-01\ndraft: true")]
    [InlineData("draft = true", "+++")]
    [InlineData("draft = \"yes\"", "+++")]
    [InlineData("published = false", "+++")]
    [InlineData("status = 'draft'", "+++")]
    [InlineData("private = 1", "+++")]
    public void A_private_document_is_a_draft(string keys, string fence = "---")
    {
        var result = Read($"{fence}\n{(fence == "---" ? "title: T" : "title = 'T'")}\n{keys}\n{fence}\nBody.");

        Assert.Empty(result.Diagnostics);
        Assert.True(result.IsDraft);
    }

    [Theory]
    [InlineData("draft: ja")]
    [InlineData("draft:")]
    [InlineData("draft: ~")]
    [InlineData("draft: ''")]
    [InlineData("draft: 2")]
    [InlineData("draft: [false]")]
    [InlineData("draft: { is: false }")]
    [InlineData("draft: \"false.\"")]
    [InlineData("published: soon")]
    [InlineData("published:")]
    [InlineData("publish: after the interview")]
    [InlineData("private: not any more")]
    [InlineData("status: evergreen")]
    [InlineData("status: future")]
    [InlineData("visibility: friends")]
    public void An_unrecognized_publication_value_makes_a_draft_and_is_a_warning_with_its_line(string keys)
    {
        var result = Read($"---\ntitle: T\n{keys}\n---\nBody.");

        Assert.True(result.IsDraft);
        var warning = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticSeverity.Warning, 3), (warning.Severity, warning.Line));
        Assert.Contains("is imported as a draft", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("draft: false")]
    [InlineData("draft: No")]
    [InlineData("draft: \"off\"")]
    [InlineData("draft: 0")]
    [InlineData("published: true")]
    [InlineData("published: 2020-01-01")]
    [InlineData("published: 2020-01-01 10:00:00 +0000")]
    [InlineData("publish: yes")]
    [InlineData("private: n")]
    [InlineData("status: publish")]
    [InlineData("status: Published")]
    [InlineData("status: future\ndate: 2999-01-01")]
    [InlineData("visibility: public")]
    public void A_public_document_is_not_a_draft(string keys)
    {
        var result = Read($"---\ntitle: T\n{keys}\n---\nBody.");

        Assert.Empty(result.Diagnostics);
        Assert.False(result.IsDraft);
    }

    [Theory]
    [InlineData("\n  \n---\ntitle: T\ndraft: true\n---\nBody.", "T", "Body.", true)]
    [InlineData("<!-- private -->\n# T <!-- private -->\n\nBody.", "T", "Body.", false)]
    [InlineData("---\ndek: D\n---\n<!--\nprivate\n\n-->\n\n# T\n\nBody. <!-- private -->", "T", "Body. ", false)]
    [InlineData("---\ntitle: T\n---\n# T %%private%%\n\nBody.", "T", "Body.", false)]
    public void Comments_are_removed_from_imported_documents(string text, string title, string body, bool isDraft)
    {
        var read = Read(text);

        Assert.Equal((title, body, isDraft), (read.Document!.Title, read.Document.Body, read.IsDraft));
    }

    [Fact]
    public void Reads_TOML_between_plus_signs()
    {
        var result = Read("""
            +++
            title = "A"
            date = 2025-08-26T06:00:00Z
            tags = ["one", "two"]
            readingMinutes = 4

            [founder]
            name = "Lei Jun"

            [[takeaways]]
            statement = "First."
            explanation = '''
            Because.'''

            [[takeaways]]
            statement = "Second."
            +++
            Body.
            """);

        Assert.Empty(result.Diagnostics);
        Assert.Equal("2025-08-26T06:00:00Z", FormatMember(result.Document!, "PublishedAt"));
        Assert.Equal("one|two", FormatMember(result.Document!, "Topics"));
        Assert.Equal("|Lei Jun|", FormatMember(result.Document!, "Founder"));
        Assert.Equal("First./Because.|Second./", FormatMember(result.Document!, "Takeaways"));
        Assert.Equal(4, result.Document!.ReadingMinutes);
    }

    [Theory]
    [InlineData("---\ntitle: T\nclub: x\n---\nB", 3, "unknown key 'club'")]
    [InlineData("---\ntitle: T\ntakeways: []\n---\nB", 3, "did you mean 'takeaways'?")]
    [InlineData("---\ntitle: T\nfounder:\n  name: N\n  age: 3\n---\nB", 5, "unknown key 'age'")]
    [InlineData("---\ntitle: T\ndescription: A\ndek: B\n---\nB", 3, "'description' is ignored, because 'dek' is also given")]
    [InlineData("---\ntitle: 雷军\n---\n雷军创办了小米公司。", null, "'zh' was detected")]
    public void Ignored_content_is_a_warning_with_its_line(string text, int? line, string message)
    {
        var result = Read(text);

        var warning = Assert.Single(result.Diagnostics);
        Assert.NotNull(result.Document);
        Assert.Equal((DiagnosticSeverity.Warning, line), (warning.Severity, warning.Line));
        Assert.Contains(message, warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("---\ntitle: T\n  bad: [\n---\nB", 3, "not valid YAML")]
    [InlineData("---\ntitle: T\ntitle: U\n---\nB", 3, "YAML")]
    [InlineData("---\ntitle: &a T\ndek: *a\n---\nB", 2, "anchors")]
    [InlineData("---\ntitle: T\nB", 1, "not closed")]
    [InlineData("---\n- a\n---\nB", 2, "keys and values")]
    [InlineData("---\ndek: D\n---\nB", 2, "title is missing")]
    [InlineData("---\ntitle: T\ndate: 2025-02-30\n---\nB", 3, "an existing date")]
    [InlineData("---\ntitle: T\ndate: soon\n---\nB", 3, "an existing date")]
    [InlineData("---\ntitle: T\nslug: Not A Slug\n---\nB", 3, "such as 'not-a-slug'")]
    [InlineData("---\ntitle: T\nfounder: [a, b]\n---\nB", 3, "a mapping with name and bio")]
    [InlineData("---\ntitle: T\nfounder: {}\n---\nB", 3, "a name or a slug")]
    [InlineData("---\ntitle: T\ntakeaways:\n  - statement: A\n  - explanation: B\n---\nB", 5, "a statement")]
    [InlineData("---\ntitle: T\ntakeaways: yes\n---\nB", 3, "a list")]
    [InlineData("---\ntitle: T\nrecommendations: [Not A Slug]\n---\nB", 3, "a slug")]
    [InlineData("---\ntitle: T\nreadingMinutes: many\n---\nB", 3, "a whole number of minutes")]
    [InlineData("---\ntitle: [T]\n---\nB", 2, "must be text")]
    [InlineData("+++\ntitle = \"T\nx = \n+++\nB", 2, "not valid TOML")]
    [InlineData("Just a body, no title.", 1, "title is missing")]
    [InlineData("  \n \n", null, "empty")]
    public void Invalid_input_is_an_error_with_its_line(string text, int? line, string message)
    {
        var result = Read(text);

        Assert.Null(result.Document);
        var error = result.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal(line, error.Line);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("---\ntitle: x\nfoo: [a\nbar: b\n---\nB", 3, "not valid YAML")]
    [InlineData("---\ntitle: x\nfoo: {a\nbar: b\n---\nB", 3, "not valid YAML")]
    [InlineData("---\ntitle: x\nfoo: [a\n---\nB", 4, "not valid YAML")]
    [InlineData("---\ntitle: x\nfoo: \"a\n---\nB", 3, "not valid YAML")]
    [InlineData("---\n%YAML 9.9999999999999\n---\nB", 2, "not valid YAML")]
    [InlineData("---\ntitle: x\nfoo: {open}\n---\nB", 3, "nested deeper than 32", "[")]
    [InlineData("---\ntitle: x\nfoo: {open}\n---\nB", 3, "nested deeper than 32", "{")]
    [InlineData("---\ntitle: x\nfoo: {open}\n---\nB", 3, "nested deeper than 32", "{a: ")]
    [InlineData("---\ntitle: x\n{open}\n---\nB", 3, "not valid YAML", "- ")]
    [InlineData("---\n{open}\n---\nB", 2, "nested deeper than 32", "- ")]
    [InlineData("---\n{open}\n---\nB", 2, "nested deeper than 32", "? ")]
    [InlineData("---\ntitle: x\nfoo: {balanced}\n---\nB", 3, "nested deeper than 32")]
    [InlineData("---\ntitle: x\nfoo: [{many}]\n---\nB", 3, "more than 20,000")]
    [InlineData("+++\ntitle = \"x\"\nfoo = {open}\n+++\nB", 3, "not valid TOML", "[")]
    [InlineData("+++\ntitle = \"x\"\nfoo = {open}\n+++\nB", 3, "not valid TOML", "{a = ")]
    [InlineData("+++\ntitle = \"x\"\nfoo = {balanced}\n+++\nB", 3, "not valid TOML")]
    [InlineData("+++\ntitle = \"x\"\n{open}b = 1\n+++\nB", 3, "nested deeper than 32", "a.")]
    [InlineData("+++\ntitle = \"x\"\n[{open}b]\n+++\nB", 3, "nested deeper than 32", "a.")]
    public void Deeply_nested_or_unclosed_front_matter_is_rejected_quickly(string template, int line, string message, string bracket = "[")
    {
        var text = template.Replace("{open}", string.Concat(Enumerable.Repeat(bracket, 180_000 / bracket.Length)), StringComparison.Ordinal)
            .Replace("{balanced}", new string('[', 20_000) + new string(']', 20_000), StringComparison.Ordinal)
            .Replace("{many}", string.Concat(Enumerable.Repeat("a, ", 60_000)), StringComparison.Ordinal);
        var clock = Stopwatch.StartNew();
        var result = Read(text);

        Assert.Null(result.Document);
        var error = Assert.Single(result.Diagnostics);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(line, error.Line);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Waiting.Hang);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'#', (byte)' ', (byte)'T', 10, 0xFF, 0xFE, 0xFD }, 2, "not valid UTF-8")]
    [InlineData(new byte[] { (byte)'#', (byte)' ', (byte)'T', 10, 10, 0 }, 3, "U+0000")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'#', 0 }, 1, "UTF-16")]
    public void Invalid_encodings_are_errors_with_their_line(byte[] bytes, int line, string message)
    {
        var error = Assert.Single(DocumentReader.Read(bytes, "x.md", Berlin, CancellationToken.None).Diagnostics);

        Assert.Equal((DiagnosticSeverity.Error, line), (error.Severity, error.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("---\ntitle: The T\n---\n# The T\n\nBody.", "The T", "Body.")]
    [InlineData("---\ndek: D\n---\n\n# From *Heading*\n\nBody.", "From Heading", "Body.")]
    [InlineData("# Only Heading\n\nBody.", "Only Heading", "Body.")]
    [InlineData("Only Heading\n====\n\nBody.", "Only Heading", "Body.")]
    [InlineData("---\ntitle: T\n---\n# Another\n\nBody.", "T", "# Another\n\nBody.")]
    [InlineData("---\r\ntitle: T\r\n---\r\nBody.\r\n", "T", "Body.")]
    [InlineData("\uFEFF---\ntitle: T\n---\nBody.", "T", "Body.")]
    public void Takes_the_title_from_the_front_matter_or_a_heading(string text, string title, string body)
    {
        var document = Read(text).Document!;

        Assert.Equal((title, body), (document.Title, document.Body));
    }

    private static DocumentParseResult Read(string text) => DocumentReader.Read(Encoding.UTF8.GetBytes(text), "x.md", Berlin, CancellationToken.None);

    private static string? FormatMember(StoryDocument document, string member) => member switch
    {
        "Topics" => string.Join('|', document.Topics),
        "Founder" => $"{document.Founder!.Slug}|{document.Founder.Name}|{document.Founder.Bio}",
        "Image" => $"{document.Image!.Url}|{document.Image.Alt}|{document.Image.Width}",
        "PublishedAt" => document.PublishedAt!.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", null),
        "Takeaways" => string.Join('|', document.Takeaways.Select(takeaway => $"{takeaway.Statement}/{takeaway.Explanation}")),
        "Recommendations" => string.Join('|', document.Recommendations.Select(card => $"{card.Slug}/{card.Title}")),
        _ => typeof(StoryDocument).GetProperty(member)!.GetValue(document)?.ToString(),
    };
}
