using System.Globalization;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>Reads front matter values and collects the errors in them: the key, its line, and what is expected.</summary>
internal sealed class FrontMatterFieldReader(TimeZoneInfo zone)
{
    private readonly List<Diagnostic> findings = [];

    public IReadOnlyList<Diagnostic> Findings => findings;

    public bool HasErrors => findings.Exists(finding => finding.Severity == DiagnosticSeverity.Error);

    public void Fail(int line, string message) => findings.Add(Diagnostic.Error(line, message));

    public void Warn(int line, string message) => findings.Add(Diagnostic.Warning(line, message));

    public string? Text(FrontMatterMember? member) => member?.Value switch
    {
        null => null,
        FrontMatterScalar scalar => string.IsNullOrWhiteSpace(scalar.Text) ? null : scalar.Text.Trim(),
        _ => Wrong<string>(member, "a text"),
    };

    public string? Slug(FrontMatterMember? member)
    {
        var text = Text(member);
        return text is null || Model.Slug.IsValid(text) ? text
            : Wrong<string>(member!, Model.Slug.From(text) is { Length: > 0 } near ? $"a slug, such as '{near}'" : "a slug: lower-case letters, digits and hyphens");
    }

    /// <summary>Returns a language tag. Replaces underscores, because operating systems write `en_US` for `en-US`.</summary>
    public string? Language(FrontMatterMember? member) => Text(member)?.Replace('_', '-');

    public int? Minutes(FrontMatterMember? member)
    {
        var text = Text(member)?.Split(' ')[0]; // some tools write "11 min read"
        return text is null ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= 1000 ? minutes
            : Wrong<int?>(member!, "whole minutes from 1 to 1000");
    }

    public int? Whole(FrontMatterMember? member)
    {
        var text = Text(member);
        return text is null ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : Wrong<int?>(member!, "a whole number");
    }

    /// <summary>Returns whether a value is a date, or has the form of one that does not exist.</summary>
    public bool IsDate(FrontMatterMember member) => member.Value is FrontMatterScalar { Text: { } text } && (DateParser.Parse(text, zone) is not null || DateParser.IsDateLike(text.Trim()));

    public DateTimeOffset? Instant(FrontMatterMember? member)
    {
        var text = Text(member);
        return text is null ? null : DateParser.Parse(text, zone) ?? Wrong<DateTimeOffset?>(member!, "a date that exists, such as 2025-08-26 or 2025-08-26T06:00:00Z");
    }

    /// <summary>Returns the names in a list or in a comma-separated text. A mapping contributes its `name`.</summary>
    public IReadOnlyList<string> Names(FrontMatterMember member) => member.Value switch
    {
        FrontMatterScalar scalar => (scalar.Text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        FrontMatterList list => list.Items.SelectMany(item => item switch
        {
            FrontMatterScalar scalar => string.IsNullOrWhiteSpace(scalar.Text) ? [] : [scalar.Text.Trim()],
            FrontMatterMap map => Text(Member(map, "name")) is { } name ? [name] : [],
            _ => Wrong<string[]>(member, "a list of names") ?? [],
        }).ToList(),
        FrontMatterMap map => Text(Member(map, "name")) is { } name ? [name] : [],
        _ => [],
    };

    /// <summary>
    /// Reads a founder: a slug, a name, or a mapping of `name`, `bio`, `image` and, if it differs from that of the name, `slug`.
    /// </summary>
    public FounderDocument? Founder(FrontMatterMember? member)
    {
        switch (member?.Value)
        {
            case null or FrontMatterScalar { Text: null }:
                return null;
            case FrontMatterScalar { Text: { } text }:
                text = text.Trim();
                return Model.Slug.IsValid(text) ? new() { Slug = text }
                    : Model.Slug.From(text) is { Length: > 0 } slug ? new() { Slug = slug, Name = text }
                    : Wrong<FounderDocument>(member, "a slug such as lei-jun, or a mapping with name and bio");
            case FrontMatterMap map:
                Only(map, "slug", "name", "bio", "image");
                var name = Text(Member(map, "name"));
                var ownSlug = Slug(Member(map, "slug")) ?? Model.Slug.From(name ?? "");
                return ownSlug.Length > 0
                    ? new() { Slug = ownSlug, Name = name, Bio = Text(Member(map, "bio")), Image = Image(Member(map, "image")) }
                    : Wrong<FounderDocument>(member, "a mapping with a name or a slug");
            default:
                return Wrong<FounderDocument>(member, "a slug such as lei-jun, or a mapping with name and bio");
        }
    }

    /// <summary>Reads an image: an address, or a mapping with `url` and optional details.</summary>
    public Image? Image(FrontMatterMember? member)
    {
        switch (member?.Value)
        {
            case null or FrontMatterScalar { Text: null }:
                return null;
            case FrontMatterScalar:
                return new() { Url = Text(member)! };
            case FrontMatterMap map:
                Only(map, "url", "alt", "width", "height", "caption", "credit");
                return Text(Member(map, "url")) is { } url
                    ? new()
                    {
                        Url = url,
                        Alt = Text(Member(map, "alt")),
                        Width = Whole(Member(map, "width")),
                        Height = Whole(Member(map, "height")),
                        Caption = Text(Member(map, "caption")),
                        Credit = Text(Member(map, "credit")),
                    }
                    : Wrong<Image>(member, "a mapping with a url");
            default:
                return Wrong<Image>(member, "an address, or a mapping with url, alt, width, height, caption, credit");
        }
    }

    public IReadOnlyList<TakeawayDocument> Takeaways(FrontMatterMember? member) => Items(member, "a list, each with statement and explanation", item =>
    {
        if (item is not { Value: FrontMatterMap map })
        {
            return Text(item) is { } only ? new TakeawayDocument { Statement = only } : Wrong<TakeawayDocument>(item, "a statement");
        }

        Only(map, "id", "statement", "explanation");
        var id = Text(Member(map, "id"));
        if (id is not null && !Guid.TryParseExact(id, "D", out _))
        {
            return Wrong<TakeawayDocument>(item, "a UUID as its id");
        }

        return Text(Member(map, "statement")) is { } statement
            ? new TakeawayDocument { Id = id is null ? null : Guid.Parse(id, CultureInfo.InvariantCulture), Statement = statement, Explanation = Text(Member(map, "explanation")) }
            : Wrong<TakeawayDocument>(item, "a statement");
    });

    public IReadOnlyList<RecommendationDocument> Recommendations(FrontMatterMember? member) => Items(member, "a list of slugs, or of cards with a title", item =>
    {
        if (item is not { Value: FrontMatterMap map })
        {
            return Slug(item) is { } slug ? new RecommendationDocument { Slug = slug } : null;
        }

        Only(map, "slug", "title", "dek", "byline", "founder", "readingMinutes", "image", "language", "license");
        var title = Text(Member(map, "title"));
        var own = Slug(Member(map, "slug")) ?? Model.Slug.From(title ?? "");
        return own.Length == 0
            ? Wrong<RecommendationDocument>(item, "a slug or a title")
            : new RecommendationDocument
            {
                Slug = own,
                Title = title,
                Dek = Text(Member(map, "dek")),
                Byline = Text(Member(map, "byline")),
                Founder = Founder(Member(map, "founder")),
                ReadingMinutes = Minutes(Member(map, "readingMinutes")),
                Image = Image(Member(map, "image")),
                Language = Language(Member(map, "language")),
                License = Text(Member(map, "license")),
            };
    });

    private List<T> Items<T>(FrontMatterMember? member, string expected, Func<FrontMatterMember, T?> read)
        where T : class
    {
        switch (member?.Value)
        {
            case null or FrontMatterScalar { Text: null }:
                return [];
            case FrontMatterList list:
                return list.Items.Select((item, index) => read(new($"{member.Key}[{index}]", item.Line, item))).OfType<T>().ToList();
            default:
                Wrong<T>(member, expected);
                return [];
        }
    }

    private static FrontMatterMember? Member(FrontMatterMap map, string key) =>
        map.Members.FirstOrDefault(member => member.Key.Replace("_", "", StringComparison.Ordinal).Equals(key, StringComparison.OrdinalIgnoreCase));

    private void Only(FrontMatterMap map, params string[] keys)
    {
        var known = Array.ConvertAll(keys, key => Member(map, key)); // resolved once: a map can have thousands of members
        foreach (var member in map.Members.Where(member => !known.Contains(member)))
        {
            Warn(member.Line, $"the key '{member.Key}' is not known here and is left out; there are: {string.Join(", ", keys)}");
        }
    }

    private T? Wrong<T>(FrontMatterMember member, string expected)
    {
        var found = member.Value is FrontMatterScalar { Text: { } text } ? $" '{(text.Length > 60 ? text[..60] + "…" : text)}'" : "";
        Fail(member.Line, $"'{member.Key}'{found} must be {expected}");
        return default;
    }
}
