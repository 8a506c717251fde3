using System.Text.RegularExpressions;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>
/// Reads the rights in a story: from `rights`, a mapping, and from the single keys of other tools (`license`, `copyright`, `attribution`,
/// `syndication`). A member of the mapping takes precedence over a single key.
/// </summary>
internal sealed partial class FrontMatterRightsReader(FrontMatterFieldReader fields)
{
    /// <summary>A longer notice is invalid, and is not parsed.</summary>
    private const int MaxNoticeLength = 1000;

    /// <summary>Returns the rights, or null if no key gives any.</summary>
    public Rights? Read(FrontMatterMember? rights, FrontMatterMember? license, FrontMatterMember? copyrightHolder, FrontMatterMember? attribution, FrontMatterMember? syndication)
    {
        switch (rights?.Value)
        {
            case null or FrontMatterScalar { Text: null }:
                break;
            case FrontMatterScalar:
                license = Choose(license, rights); // Dublin Core and Pandoc have the terms of use as text
                break;
            case FrontMatterMap map:
                fields.WarnAboutOtherKeys(map, "license", "copyrightHolder", "copyright", "attribution", "syndication");
                license = Choose(FindMember(map, "license"), license);
                copyrightHolder = Choose(FindMember(map, "copyrightHolder"), FindMember(map, "copyright"), copyrightHolder);
                attribution = Choose(FindMember(map, "attribution"), attribution);
                syndication = Choose(FindMember(map, "syndication"), syndication);
                break;
            default:
                return fields.RejectValue<Rights>(rights, "the terms of use as text, or a mapping with license, copyrightHolder, attribution and syndication");
        }

        var read = new Rights
        {
            License = fields.ReadText(license),
            CopyrightHolder = ReadCopyrightHolder(copyrightHolder),
            Attribution = ReadAttribution(attribution),
            Syndication = ReadSyndication(syndication),
        };
        return read == new Rights() ? null : read;
    }

    /// <summary>Returns the first given member. Adds a warning for each of the others.</summary>
    private FrontMatterMember? Choose(params FrontMatterMember?[] members)
    {
        var given = members.OfType<FrontMatterMember>().ToList();
        foreach (var ignored in given.Skip(1))
        {
            fields.AddWarning(ignored.Line, $"'{ignored.Key}' is ignored, because '{given[0].Key}' is also given");
        }

        return given.FirstOrDefault();
    }

    private static FrontMatterMember? FindMember(FrontMatterMap map, string key) =>
        FrontMatterFieldReader.FindMember(map, key) is { } member ? member with { Key = $"rights.{member.Key}" } : null;

    /// <summary>Reads the name in a copyright notice such as "© 2024 Nora Lind". Ignores true and false, which some themes use.</summary>
    private string? ReadCopyrightHolder(FrontMatterMember? member)
    {
        if (fields.ReadText(member) is not { } notice)
        {
            return null;
        }

        if (bool.TryParse(notice, out _))
        {
            fields.AddWarning(member!.Line, $"'{member.Key}' is ignored, because '{notice}' does not name the holder of the copyright");
            return null;
        }

        var name = notice.Length <= MaxNoticeLength ? NoticePattern().Replace(notice, "") : notice;
        return name.Length > 0 ? name : notice;
    }

    /// <summary>Reads an attribution: a text, a URL, or a mapping with `text` and `url`. A URL without a text is its own text.</summary>
    private Attribution? ReadAttribution(FrontMatterMember? member)
    {
        switch (member?.Value)
        {
            case null or FrontMatterScalar { Text: null }:
                return null;
            case FrontMatterScalar:
                return fields.ReadText(member) is { } value ? new() { Text = value, Url = IsUrl(value) ? value : null } : null;
            case FrontMatterMap map:
                fields.WarnAboutOtherKeys(map, "text", "url");
                var url = fields.ReadText(FrontMatterFieldReader.FindMember(map, "url"));
                return (fields.ReadText(FrontMatterFieldReader.FindMember(map, "text")) ?? url) is { } text
                    ? new() { Text = text, Url = url }
                    : fields.RejectValue<Attribution>(member, "a mapping with a text");
            default:
                return fields.RejectValue<Attribution>(member, "a text, or a mapping with text and url");
        }
    }

    /// <summary>
    /// Reads `allowed` or `denied`. Another value is an error, because ignoring it would allow what the author wanted to deny. Ignores the
    /// URLs of copies on other sites, for which the IndieWeb uses the same key.
    /// </summary>
    private SyndicationPolicy ReadSyndication(FrontMatterMember? member)
    {
        if (member is not null && IsListOfUrls(member.Value))
        {
            fields.AddWarning(member.Line, $"'{member.Key}' is ignored, because it lists URLs; it can be 'allowed' or 'denied'");
            return SyndicationPolicy.Allowed;
        }

        return member?.Value switch
        {
            null or FrontMatterScalar { Text: null } => SyndicationPolicy.Allowed,
            FrontMatterScalar { Text: { } text } when Array.Find(EnumNames.All<SyndicationPolicy>(), name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } name => EnumNames.Parse<SyndicationPolicy>(name),
            _ => fields.RejectValue<SyndicationPolicy>(member, "'allowed' or 'denied'"),
        };
    }

    private static bool IsListOfUrls(FrontMatterValue value) => value switch
    {
        FrontMatterScalar { Text: { } text } => IsUrl(text.Trim()),
        FrontMatterList list => list.Items.All(item => item is FrontMatterScalar { Text: { } text } && IsUrl(text.Trim())),
        _ => false,
    };

    private static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    [GeneratedRegex(@"^(copyright\s*)?(©|\(c\))\s*(\d{4}(\s*[-–—,]\s*(\d{4}|present))*,?(\s+|$))?(by\s+)?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoticePattern();
}
