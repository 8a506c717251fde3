using ContentApi.Core.Formats.Body;
using ContentApi.Core.Formats.PageText;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>Reads Markdown with front matter: the authoring format, and the format of many other tools.</summary>
internal sealed class FrontMatterReader
{
    /// <summary>Maps the keys of this API and of other tools, without hyphens and underscores, to the keys of this API.</summary>
    private static readonly Dictionary<string, string> CanonicalKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["title"] = "title",
        ["slug"] = "slug",
        ["founder"] = "founder",
        ["byline"] = "byline",
        ["dek"] = "dek",
        ["topics"] = "topics",
        ["language"] = "language",
        ["rights"] = "rights",
        ["license"] = "license",
        ["copyrightholder"] = "copyrightHolder",
        ["attribution"] = "attribution",
        ["syndication"] = "syndication",
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
        ["copyright"] = "copyrightHolder",
        ["cover"] = "image",
        ["coverimage"] = "image",
        ["featuredimage"] = "image",
        ["readingminutes"] = "readingMinutes",
        ["readingtime"] = "readingMinutes",
        ["canonicalurl"] = "canonicalUrl",
        ["canonical"] = "canonicalUrl",
    };

    private readonly FrontMatterFieldReader fields;
    private readonly Dictionary<string, FrontMatterMember> members = new(StringComparer.Ordinal);
    private readonly List<FrontMatterMember> topicMembers = [];
    private readonly List<FrontMatterMember> publicationMembers = [];

    private FrontMatterReader(TimeZoneInfo zone) => fields = new(zone);

    /// <summary>Reads the lines of a file that starts with front matter.</summary>
    /// <param name="lines">The lines of the file.</param>
    /// <param name="openingLineIndex">The index of the line that opens the front matter.</param>
    /// <param name="zone">The time zone of dates without one.</param>
    /// <param name="cancellationToken">Checked while the front matter is parsed.</param>
    public static DocumentParseResult Read(string[] lines, int openingLineIndex, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var fence = lines[openingLineIndex].TrimEnd();
        var end = Array.FindIndex(lines, openingLineIndex + 1, line => line.TrimEnd() == fence || (fence == "---" && line.TrimEnd() == "..."));
        if (end < 0)
        {
            return DocumentParseResult.Failed(Diagnostic.Error(openingLineIndex + 1, $"the front matter is not closed; end it with a line {fence}"));
        }

        try
        {
            var map = FrontMatterParser.Parse(string.Join('\n', lines[(openingLineIndex + 1)..end]), isToml: fence == "+++", firstLine: openingLineIndex + 2, cancellationToken);
            return new FrontMatterReader(zone).Read(map, lines.AsSpan(end + 1), firstLine: end + 2, cancellationToken);
        }
        catch (FrontMatterException e)
        {
            return DocumentParseResult.Failed(Diagnostic.Error(e.Line, e.Message));
        }
    }

    private DocumentParseResult Read(FrontMatterMap map, ReadOnlySpan<string> bodyLines, int firstLine, CancellationToken cancellationToken)
    {
        MapKeys(map);
        var isDraft = ReadIsDraft();
        bodyLines = MarkdownLines.RemoveComments(bodyLines, firstLine, out var warning, cancellationToken);
        if (warning is not null)
        {
            fields.AddWarning(warning.Line!.Value, warning.Message);
        }

        var (heading, body) = MarkdownLines.SplitTitle(bodyLines);
        var title = fields.ReadText(GetMember("title")) ?? heading;
        if (title is null)
        {
            fields.AddError(map.Line, "the title is missing; add the key 'title', or start the body with '# Title'");
        }
        else if (heading is not null && !SectionHeading.AreEquivalent(heading, title))
        {
            body = MarkdownLines.JoinBody(bodyLines); // a separate heading, not the title again
        }

        var document = new StoryDocument
        {
            Title = title ?? "",
            Slug = fields.ReadSlug(GetMember("slug")),
            Founder = fields.ReadFounder(GetMember("founder")),
            PublishedAt = fields.ReadInstant(GetMember("publishedAt")),
            Byline = ReadByline(GetMember("byline")),
            Dek = fields.ReadText(GetMember("dek")),
            ReadingMinutes = fields.ReadMinutes(GetMember("readingMinutes")),
            Topics = topicMembers.SelectMany(member => fields.ReadNames(member)).DistinctBy(NameFolding.Fold, StringComparer.Ordinal).ToList(),
            Language = fields.ReadLanguage(GetMember("language")),
            Rights = new FrontMatterRightsReader(fields).Read(GetMember("rights"), GetMember("license"), GetMember("copyrightHolder"), GetMember("attribution"), GetMember("syndication")),
            Image = fields.ReadImage(GetMember("image")),
            CanonicalUrl = fields.ReadText(GetMember("canonicalUrl")),
            Takeaways = fields.ReadTakeaways(GetMember("takeaways")),
            Recommendations = fields.ReadRecommendations(GetMember("recommendations")),
            Body = body,
        };
        return fields.HasErrors ? DocumentParseResult.Failed(fields.Diagnostics) : new(document, fields.Diagnostics) { IsDraft = isDraft };
    }

    private FrontMatterMember? GetMember(string key) => members.GetValueOrDefault(key);

    /// <summary>
    /// Maps each key to its canonical name. If several keys have the same canonical name, uses the canonical spelling or else the first
    /// key, and adds a warning. The values of all topic keys are combined.
    /// </summary>
    private void MapKeys(FrontMatterMap map)
    {
        foreach (var member in map.Members)
        {
            var normalizedKey = member.Key.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
            if (PublicationFlag.IsKey(normalizedKey))
            {
                publicationMembers.Add(member);
            }
            else if (!CanonicalKeys.TryGetValue(normalizedKey, out var key))
            {
                var suggestion = SuggestKey(normalizedKey) is { } nearest ? $"; did you mean '{nearest}'?" : "";
                fields.AddWarning(member.Line, $"the unknown key '{member.Key}' is ignored{suggestion}");
            }
            else if (key == "topics")
            {
                topicMembers.Add(member);
            }
            else if (!members.TryGetValue(key, out var other))
            {
                members[key] = member;
            }
            else
            {
                var (kept, ignored) = member.Key == key ? (member, other) : (other, member);
                members[key] = kept;
                fields.AddWarning(ignored.Line, $"'{ignored.Key}' is ignored, because '{kept.Key}' is also given");
            }
        }
    }

    /// <summary>Returns a known key that starts with the first four characters of an unknown key, or null.</summary>
    private static string? SuggestKey(string normalizedKey) =>
        CanonicalKeys.Values.Concat(PublicationFlag.CommonKeys).Distinct(StringComparer.Ordinal).FirstOrDefault(candidate =>
            candidate.StartsWith(normalizedKey[..Math.Min(normalizedKey.Length, 4)], StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Returns whether any key marks the document as a draft, even if another key allows publishing. An unrecognized value also marks a
    /// draft: a mistake must not publish anything. A date in a key such as `published` becomes the publication date, unless another key
    /// gives one.
    /// </summary>
    private bool ReadIsDraft()
    {
        foreach (var dateMember in publicationMembers.Where(candidate => PublicationFlag.CanBeDate(candidate.Key) && fields.IsDate(candidate)).ToList())
        {
            publicationMembers.Remove(dateMember);
            members.TryAdd("publishedAt", dateMember);
        }

        var isDraft = false;
        foreach (var member in publicationMembers)
        {
            var flag = PublicationFlag.Parse(member, hasDate: GetMember("publishedAt") is not null);
            isDraft |= !flag.IsPublic;
            if (!flag.IsRecognized)
            {
                fields.AddWarning(
                    member.Line,
                    $"'{member.Key}' has an unrecognized value; the document is imported as a draft. To publish it, use {PublicationFlag.DescribePublicValues(member.Key)}");
            }
        }

        return isDraft;
    }

    private string? ReadByline(FrontMatterMember? member) => PagePatterns.RemoveBylinePrefix(
        member?.Value is FrontMatterList or FrontMatterMap ? string.Join(", ", fields.ReadNames(member)) : fields.ReadText(member));
}
