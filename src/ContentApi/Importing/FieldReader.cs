using System.Globalization;
using ContentApi.Authoring;
using ContentApi.Stories;

namespace ContentApi.Importing;

/// <summary>Reads the values of front matter, and collects what is wrong with them: the key, its line, and what is expected.</summary>
internal sealed class FieldReader(TimeZoneInfo zone)
{
    private readonly List<Finding> findings = [];

    public IReadOnlyList<Finding> Findings => findings;

    public bool HasErrors => findings.Exists(finding => finding.Severity == Severity.Error);

    public void Fail(int line, string message) => findings.Add(Finding.Error(line, message));

    public void Warn(int line, string message) => findings.Add(Finding.Warning(line, message));

    public string? Text(FrontMember? member) => member?.Value switch
    {
        null => null,
        FrontScalar scalar => string.IsNullOrWhiteSpace(scalar.Text) ? null : scalar.Text.Trim(),
        _ => Wrong<string>(member, "a text"),
    };

    public string? Slug(FrontMember? member)
    {
        var text = Text(member);
        return text is null || Stories.Slug.IsValid(text) ? text
            : Wrong<string>(member!, Stories.Slug.From(text) is { Length: > 0 } near ? $"a slug, such as '{near}'" : "a slug: lower-case letters, digits and hyphens");
    }

    /// <summary>A language tag; operating systems write `en_US` for `en-US`.</summary>
    public string? Language(FrontMember? member) => Text(member)?.Replace('_', '-');

    public int? Minutes(FrontMember? member)
    {
        var text = Text(member)?.Split(' ')[0]; // "11 min read" is what some tools write
        return text is null ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= 1000 ? minutes
            : Wrong<int?>(member!, "whole minutes from 1 to 1000");
    }

    public int? Whole(FrontMember? member)
    {
        var text = Text(member);
        return text is null ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : Wrong<int?>(member!, "a whole number");
    }

    /// <summary>Returns whether a value is a date, or looks like one that does not exist.</summary>
    public bool IsDate(FrontMember member) => member.Value is FrontScalar { Text: { } text } && (Dates.Parse(text, zone) is not null || Dates.IsDateLike(text.Trim()));

    public DateTimeOffset? Instant(FrontMember? member)
    {
        var text = Text(member);
        return text is null ? null : Dates.Parse(text, zone) ?? Wrong<DateTimeOffset?>(member!, "a date that exists, such as 2025-08-26 or 2025-08-26T06:00:00Z");
    }

    /// <summary>A list of names, or several in one text, separated by commas; of mappings, their `name`.</summary>
    public IReadOnlyList<string> Names(FrontMember member) => member.Value switch
    {
        FrontScalar scalar => (scalar.Text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        FrontList list => list.Items.SelectMany(item => item switch
        {
            FrontScalar scalar => string.IsNullOrWhiteSpace(scalar.Text) ? [] : [scalar.Text.Trim()],
            FrontMap map => Text(Member(map, "name")) is { } name ? [name] : [],
            _ => Wrong<string[]>(member, "a list of names") ?? [],
        }).ToList(),
        FrontMap map => Text(Member(map, "name")) is { } name ? [name] : [],
        _ => [],
    };

    /// <summary>A slug, a name, or a mapping of `name`, `bio`, `image` and, where it is not the name's, `slug`.</summary>
    public FounderDocument? Founder(FrontMember? member)
    {
        switch (member?.Value)
        {
            case null or FrontScalar { Text: null }:
                return null;
            case FrontScalar { Text: { } text }:
                text = text.Trim();
                return Stories.Slug.IsValid(text) ? new() { Slug = text }
                    : Stories.Slug.From(text) is { Length: > 0 } slug ? new() { Slug = slug, Name = text }
                    : Wrong<FounderDocument>(member, "a slug such as lei-jun, or a mapping with name and bio");
            case FrontMap map:
                Only(map, "slug", "name", "bio", "image");
                var name = Text(Member(map, "name"));
                var ownSlug = Slug(Member(map, "slug")) ?? Stories.Slug.From(name ?? "");
                return ownSlug.Length > 0
                    ? new() { Slug = ownSlug, Name = name, Bio = Text(Member(map, "bio")), Image = Image(Member(map, "image")) }
                    : Wrong<FounderDocument>(member, "a mapping with a name or a slug");
            default:
                return Wrong<FounderDocument>(member, "a slug such as lei-jun, or a mapping with name and bio");
        }
    }

    /// <summary>An address, or a mapping with `url` and what is known of the picture.</summary>
    public Image? Image(FrontMember? member)
    {
        switch (member?.Value)
        {
            case null or FrontScalar { Text: null }:
                return null;
            case FrontScalar:
                return new() { Url = Text(member)! };
            case FrontMap map:
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

    public IReadOnlyList<TakeawayDocument> Takeaways(FrontMember? member) => Items(member, "a list, each with statement and explanation", item =>
    {
        if (item is not { Value: FrontMap map })
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

    public IReadOnlyList<RecommendationDocument> Recommendations(FrontMember? member) => Items(member, "a list of slugs, or of cards with a title", item =>
    {
        if (item is not { Value: FrontMap map })
        {
            return Slug(item) is { } slug ? new RecommendationDocument { Slug = slug } : null;
        }

        Only(map, "slug", "title", "dek", "byline", "founder", "readingMinutes", "image", "language", "license");
        var title = Text(Member(map, "title"));
        var own = Slug(Member(map, "slug")) ?? Stories.Slug.From(title ?? "");
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

    private List<T> Items<T>(FrontMember? member, string expected, Func<FrontMember, T?> read)
        where T : class
    {
        switch (member?.Value)
        {
            case null or FrontScalar { Text: null }:
                return [];
            case FrontList list:
                return list.Items.Select((item, index) => read(new($"{member.Key}[{index}]", item.Line, item))).OfType<T>().ToList();
            default:
                Wrong<T>(member, expected);
                return [];
        }
    }

    private static FrontMember? Member(FrontMap map, string key) =>
        map.Members.FirstOrDefault(member => member.Key.Replace("_", "", StringComparison.Ordinal).Equals(key, StringComparison.OrdinalIgnoreCase));

    private void Only(FrontMap map, params string[] keys)
    {
        var known = Array.ConvertAll(keys, key => Member(map, key)); // once: a map can have thousands of members
        foreach (var member in map.Members.Where(member => !known.Contains(member)))
        {
            Warn(member.Line, $"the key '{member.Key}' is not known here and is left out; there are: {string.Join(", ", keys)}");
        }
    }

    private T? Wrong<T>(FrontMember member, string expected)
    {
        var found = member.Value is FrontScalar { Text: { } text } ? $" '{(text.Length > 60 ? text[..60] + "…" : text)}'" : "";
        Fail(member.Line, $"'{member.Key}'{found} must be {expected}");
        return default;
    }
}
