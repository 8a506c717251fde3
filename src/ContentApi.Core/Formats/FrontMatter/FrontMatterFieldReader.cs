using System.Globalization;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>Reads front matter values and collects diagnostics with the key, its line, and what is expected.</summary>
internal sealed class FrontMatterFieldReader(TimeZoneInfo zone)
{
    private readonly List<Diagnostic> diagnostics = [];

    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    public bool HasErrors => diagnostics.Exists(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    public void AddError(int line, string message) => diagnostics.Add(Diagnostic.Error(line, message));

    public void AddWarning(int line, string message) => diagnostics.Add(Diagnostic.Warning(line, message));

    public string? ReadText(FrontMatterMember? member) => member?.Value switch
    {
        null => null,
        FrontMatterScalar scalar => string.IsNullOrWhiteSpace(scalar.Text) ? null : scalar.Text.Trim(),
        _ => RejectValue<string>(member, "text"),
    };

    public string? ReadSlug(FrontMatterMember? member)
    {
        var text = ReadText(member);
        return text is null || Slug.IsValid(text) ? text
            : RejectValue<string>(
                member!,
                Slug.From(text) is { Length: > 0 } suggestedSlug ? $"a slug, such as '{suggestedSlug}'" : "a slug: lower-case letters, digits and single hyphens between them");
    }

    /// <summary>Returns a language tag. Replaces underscores, because operating systems write `en_US` for `en-US`.</summary>
    public string? ReadLanguage(FrontMatterMember? member) => ReadText(member)?.Replace('_', '-');

    public int? ReadMinutes(FrontMatterMember? member)
    {
        var text = ReadText(member)?.Split(' ')[0]; // some tools write "11 min read"
        return text is null ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= 1000 ? minutes
            : RejectValue<int?>(member!, "a whole number of minutes from 1 to 1000");
    }

    public int? ReadInteger(FrontMatterMember? member)
    {
        var text = ReadText(member);
        return text is null ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : RejectValue<int?>(member!, "a whole number");
    }

    /// <summary>Returns whether a value is a date, or has the form of a date but does not exist, such as 2025-02-30.</summary>
    public bool IsDate(FrontMatterMember member) =>
        member.Value is FrontMatterScalar { Text: { } text } && (DateParser.Parse(text, zone) is not null || DateParser.IsDateLike(text.Trim()));

    public DateTimeOffset? ReadInstant(FrontMatterMember? member)
    {
        var text = ReadText(member);
        return text is null
            ? null
            : DateParser.Parse(text, zone) ?? RejectValue<DateTimeOffset?>(member!, "an existing date, such as 2025-08-26 or 2025-08-26T06:00:00Z");
    }

    /// <summary>Returns the names in a list or in a comma-separated text. A mapping contributes its `name`.</summary>
    public IReadOnlyList<string> ReadNames(FrontMatterMember member) => member.Value switch
    {
        FrontMatterScalar scalar => (scalar.Text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        FrontMatterList list => list.Items.SelectMany(item => item switch
        {
            FrontMatterScalar scalar => string.IsNullOrWhiteSpace(scalar.Text) ? [] : [scalar.Text.Trim()],
            FrontMatterMap map => ReadText(FindMember(map, "name")) is { } name ? [name] : [],
            _ => RejectValue<string[]>(member, "a list of names") ?? [],
        }).ToList(),
        FrontMatterMap map => ReadText(FindMember(map, "name")) is { } name ? [name] : [],
        _ => [],
    };

    /// <summary>
    /// Reads a founder: a slug, a name, or a mapping with `name`, `bio`, `image` and `slug`.
    /// </summary>
    public FounderDocument? ReadFounder(FrontMatterMember? member)
    {
        switch (member?.Value)
        {
            case null or FrontMatterScalar { Text: null }:
                return null;
            case FrontMatterScalar { Text: { } text }:
                text = text.Trim();
                return Slug.IsValid(text) ? new() { Slug = text }
                    : Slug.From(text).Length > 0 ? new() { Name = text }
                    : RejectValue<FounderDocument>(member, "a slug such as lei-jun, or a mapping with name and bio");
            case FrontMatterMap map:
                WarnAboutOtherKeys(map, "slug", "name", "bio", "image");
                var name = ReadText(FindMember(map, "name"));
                var founderSlug = ReadSlug(FindMember(map, "slug"));
                return founderSlug is not null || Slug.From(name ?? "").Length > 0
                    ? new() { Slug = founderSlug, Name = name, Bio = ReadText(FindMember(map, "bio")), Image = ReadImage(FindMember(map, "image")) }
                    : RejectValue<FounderDocument>(member, "a mapping with a name or a slug");
            default:
                return RejectValue<FounderDocument>(member, "a slug such as lei-jun, or a mapping with name and bio");
        }
    }

    /// <summary>Reads an image: a URL, or a mapping with `url` and optional details.</summary>
    public Image? ReadImage(FrontMatterMember? member)
    {
        switch (member?.Value)
        {
            case null or FrontMatterScalar { Text: null }:
                return null;
            case FrontMatterScalar:
                return new() { Url = ReadText(member)! };
            case FrontMatterMap map:
                WarnAboutOtherKeys(map, "url", "alt", "width", "height", "caption", "credit");
                return ReadText(FindMember(map, "url")) is { } url
                    ? new()
                    {
                        Url = url,
                        Alt = ReadText(FindMember(map, "alt")),
                        Width = ReadInteger(FindMember(map, "width")),
                        Height = ReadInteger(FindMember(map, "height")),
                        Caption = ReadText(FindMember(map, "caption")),
                        Credit = ReadText(FindMember(map, "credit")),
                    }
                    : RejectValue<Image>(member, "a mapping with a url");
            default:
                return RejectValue<Image>(member, "a URL, or a mapping with url, alt, width, height, caption and credit");
        }
    }

    public IReadOnlyList<TakeawayDocument> ReadTakeaways(FrontMatterMember? member) => ReadItems(member, "a list of takeaways, each with statement and explanation", item =>
    {
        if (item is not { Value: FrontMatterMap map })
        {
            return ReadText(item) is { } text ? new TakeawayDocument { Statement = text } : RejectValue<TakeawayDocument>(item, "a takeaway with a statement");
        }

        WarnAboutOtherKeys(map, "id", "statement", "explanation");
        var id = ReadText(FindMember(map, "id"));
        if (id is not null && !Guid.TryParseExact(id, "D", out _))
        {
            return RejectValue<TakeawayDocument>(item, "a takeaway whose id is a UUID");
        }

        return ReadText(FindMember(map, "statement")) is { } statement
            ? new TakeawayDocument { Id = id is null ? null : Guid.Parse(id, CultureInfo.InvariantCulture), Statement = statement, Explanation = ReadText(FindMember(map, "explanation")) }
            : RejectValue<TakeawayDocument>(item, "a takeaway with a statement");
    });

    public IReadOnlyList<RecommendationDocument> ReadRecommendations(FrontMatterMember? member) => ReadItems(member, "a list of slugs or of cards with a title", item =>
    {
        if (item is not { Value: FrontMatterMap map })
        {
            return ReadSlug(item) is { } itemSlug ? new RecommendationDocument { Slug = itemSlug } : null;
        }

        WarnAboutOtherKeys(map, "slug", "title", "dek", "byline", "founder", "readingMinutes", "image", "language");
        var title = ReadText(FindMember(map, "title"));
        var slug = ReadSlug(FindMember(map, "slug")) ?? Slug.From(title ?? "");
        return slug.Length == 0
            ? RejectValue<RecommendationDocument>(item, "a card with a slug or a title")
            : new RecommendationDocument
            {
                Slug = slug,
                Title = title,
                Dek = ReadText(FindMember(map, "dek")),
                Byline = ReadText(FindMember(map, "byline")),
                Founder = ReadFounder(FindMember(map, "founder")),
                ReadingMinutes = ReadMinutes(FindMember(map, "readingMinutes")),
                Image = ReadImage(FindMember(map, "image")),
                Language = ReadLanguage(FindMember(map, "language")),
            };
    });

    private List<T> ReadItems<T>(FrontMatterMember? member, string expected, Func<FrontMatterMember, T?> readItem)
        where T : class
    {
        switch (member?.Value)
        {
            case null or FrontMatterScalar { Text: null }:
                return [];
            case FrontMatterList list:
                return list.Items.Select((item, index) => readItem(new($"{member.Key}[{index}]", item.Line, item))).OfType<T>().ToList();
            default:
                RejectValue<T>(member, expected);
                return [];
        }
    }

    /// <summary>Returns the member with a key, in any letter case and with or without underscores; null if the mapping has none.</summary>
    public static FrontMatterMember? FindMember(FrontMatterMap map, string key) =>
        map.Members.FirstOrDefault(member => member.Key.Replace("_", "", StringComparison.Ordinal).Equals(key, StringComparison.OrdinalIgnoreCase));

    public void WarnAboutOtherKeys(FrontMatterMap map, params string[] keys)
    {
        var knownMembers = Array.ConvertAll(keys, key => FindMember(map, key)); // resolved once, because a map can have thousands of members
        foreach (var member in map.Members.Where(member => !knownMembers.Contains(member)))
        {
            AddWarning(member.Line, $"the unknown key '{member.Key}' is ignored; the keys here are {string.Join(", ", keys)}");
        }
    }

    /// <summary>Adds an error with the key, what is expected, and the actual value. Returns the default value.</summary>
    public T? RejectValue<T>(FrontMatterMember member, string expected)
    {
        var actual = member.Value is FrontMatterScalar { Text: { } text } ? $", not '{(text.Length > 60 ? text[..60] + "…" : text)}'" : "";
        AddError(member.Line, $"'{member.Key}' must be {expected}{actual}");
        return default;
    }
}
