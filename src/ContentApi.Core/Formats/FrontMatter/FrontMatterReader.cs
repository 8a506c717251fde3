using ContentApi.Core.Formats.Body;
using ContentApi.Core.Formats.PageText;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>Reads Markdown with front matter: the authoring format, and the format of many other tools.</summary>
internal sealed class FrontMatterReader
{
    /// <summary>The keys of this API and their names in other tools, without case, hyphens and underscores.</summary>
    private static readonly Dictionary<string, string> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["title"] = "title",
        ["slug"] = "slug",
        ["founder"] = "founder",
        ["byline"] = "byline",
        ["dek"] = "dek",
        ["topics"] = "topics",
        ["language"] = "language",
        ["license"] = "license",
        ["image"] = "image",
        ["takeaways"] = "takeaways",
        ["recommendations"] = "recommendations",
        ["publishedat"] = "publishedAt",
        ["date"] = "publishedAt",
        ["pubdate"] = "publishedAt",
        ["publishdate"] = "publishedAt",
        ["author"] = "byline",
        ["authors"] = "byline",
        ["description"] = "dek",
        ["excerpt"] = "dek",
        ["summary"] = "dek",
        ["subtitle"] = "dek",
        ["tags"] = "topics",
        ["category"] = "topics",
        ["categories"] = "topics",
        ["lang"] = "language",
        ["licence"] = "license",
        ["cover"] = "image",
        ["coverimage"] = "image",
        ["featuredimage"] = "image",
        ["readingminutes"] = "readingMinutes",
        ["readingtime"] = "readingMinutes",
        ["canonicalurl"] = "canonicalUrl",
        ["canonical"] = "canonicalUrl",
    };

    private readonly FrontMatterFieldReader fields;
    private readonly Dictionary<string, FrontMatterMember> given = new(StringComparer.Ordinal);
    private readonly List<FrontMatterMember> topics = [];
    private readonly List<FrontMatterMember> marks = [];

    private FrontMatterReader(TimeZoneInfo zone) => fields = new(zone);

    /// <param name="lines">The lines of the file.</param>
    /// <param name="first">The index of the line that opens the front matter.</param>
    /// <param name="zone">The time zone of dates without one.</param>
    /// <param name="cancellationToken">Checked while the front matter is parsed.</param>
    public static DocumentParseResult Read(string[] lines, int first, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var fence = lines[first].TrimEnd();
        var end = Array.FindIndex(lines, first + 1, line => line.TrimEnd() == fence || (fence == "---" && line.TrimEnd() == "..."));
        if (end < 0)
        {
            return DocumentParseResult.Failed(Diagnostic.Error(first + 1, $"the front matter is opened with {fence} and never closed"));
        }

        try
        {
            var map = FrontMatterParser.Parse(string.Join('\n', lines[(first + 1)..end]), isToml: fence == "+++", firstLine: first + 2, cancellationToken);
            return new FrontMatterReader(zone).Read(map, lines.AsSpan(end + 1), firstLine: end + 2, cancellationToken);
        }
        catch (FrontMatterException e)
        {
            return DocumentParseResult.Failed(Diagnostic.Error(e.Line, e.Message));
        }
    }

    private DocumentParseResult Read(FrontMatterMap map, ReadOnlySpan<string> rest, int firstLine, CancellationToken cancellationToken)
    {
        Sort(map);
        var isDraft = IsDraft();
        rest = MarkdownLines.WithoutComments(rest, firstLine, out var removed, cancellationToken);
        if (removed is not null)
        {
            fields.Warn(removed.Line!.Value, removed.Message);
        }

        var (heading, body) = MarkdownLines.TakeTitle(rest);
        var title = fields.Text(Given("title")) ?? heading;
        if (title is null)
        {
            fields.Fail(map.Line, "there is no title: neither the key 'title' nor a leading '# Heading'");
        }
        else if (heading is not null && !SectionHeading.IsSame(heading, title))
        {
            body = MarkdownLines.Body(rest); // a separate heading, not the title again
        }

        var document = new StoryDocument
        {
            Title = title ?? "",
            Slug = fields.Slug(Given("slug")),
            Founder = fields.Founder(Given("founder")),
            PublishedAt = fields.Instant(Given("publishedAt")),
            Byline = Byline(Given("byline")),
            Dek = fields.Text(Given("dek")),
            ReadingMinutes = fields.Minutes(Given("readingMinutes")),
            Topics = topics.SelectMany(member => fields.Names(member)).DistinctBy(Slug.From, StringComparer.Ordinal).ToList(),
            Language = fields.Language(Given("language")),
            License = fields.Text(Given("license")),
            Image = fields.Image(Given("image")),
            CanonicalUrl = fields.Text(Given("canonicalUrl")),
            Takeaways = fields.Takeaways(Given("takeaways")),
            Recommendations = fields.Recommendations(Given("recommendations")),
            Body = body,
        };
        return fields.HasErrors ? DocumentParseResult.Failed(fields.Findings) : new(document, fields.Findings) { IsDraft = isDraft };
    }

    private FrontMatterMember? Given(string key) => given.GetValueOrDefault(key);

    /// <summary>
    /// Maps each key to its canonical name. The canonical spelling wins over that of another tool, with a warning; topics are combined.
    /// </summary>
    private void Sort(FrontMatterMap map)
    {
        foreach (var member in map.Members)
        {
            var plain = member.Key.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
            if (PublicationMark.IsKey(plain))
            {
                marks.Add(member);
            }
            else if (!Keys.TryGetValue(plain, out var key))
            {
                var nearest = Keys.Values.Concat(PublicationMark.KeyNames).Distinct(StringComparer.Ordinal).FirstOrDefault(known => known.StartsWith(plain[..Math.Min(plain.Length, 4)], StringComparison.OrdinalIgnoreCase));
                fields.Warn(member.Line, $"the key '{member.Key}' is not known and is left out{(nearest is null ? "" : $"; did you mean '{nearest}'?")}");
            }
            else if (key == "topics")
            {
                topics.Add(member);
            }
            else if (!given.TryGetValue(key, out var other))
            {
                given[key] = member;
            }
            else
            {
                var (kept, left) = member.Key == key ? (member, other) : (other, member);
                given[key] = kept;
                fields.Warn(left.Line, $"'{left.Key}' is left out; '{kept.Key}' is given too");
            }
        }
    }

    /// <summary>
    /// Returns whether any key marks the document as not to be published, whatever the others say. A value that is not recognized does so
    /// too: a mistake must not publish anything.
    /// </summary>
    private bool IsDraft()
    {
        foreach (var date in marks.Where(mark => PublicationMark.MayBeDate(mark.Key) && fields.IsDate(mark)).ToList())
        {
            marks.Remove(date);
            given.TryAdd("publishedAt", date);
        }

        var isDraft = false;
        foreach (var member in marks)
        {
            var mark = PublicationMark.Read(member, hasDate: Given("publishedAt") is not null);
            isDraft |= !mark.IsPublic;
            if (!mark.IsKnown)
            {
                fields.Warn(member.Line, $"'{member.Key}' has a value that is not known; the document is imported as a draft. To publish it, write {PublicationMark.Expected(member.Key)}");
            }
        }

        return isDraft;
    }

    private string? Byline(FrontMatterMember? member) => PagePatterns.WithoutBy(
        member?.Value is FrontMatterList or FrontMatterMap ? string.Join(", ", fields.Names(member)) : fields.Text(member));
}
