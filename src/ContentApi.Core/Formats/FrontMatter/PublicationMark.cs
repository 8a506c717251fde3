namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>The meaning of a front matter key for publishing: whether it allows it, and whether its value is recognized.</summary>
/// <param name="IsPublic">Whether this key allows the document to be published.</param>
/// <param name="IsKnown">False if the value is not recognized; it then counts as private.</param>
internal readonly record struct PublicationMark(bool IsPublic, bool IsKnown)
{
    private static readonly PublicationMark Public = new(IsPublic: true, IsKnown: true);
    private static readonly PublicationMark Private = new(IsPublic: false, IsKnown: true);
    private static readonly PublicationMark Unknown = new(IsPublic: false, IsKnown: false);

    /// <summary>
    /// Keys that mean private when they are true, without case, hyphens and underscores: those of Hugo, Jekyll, WordPress, Docusaurus and
    /// others.
    /// </summary>
    private static readonly HashSet<string> PrivateKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "draft", "drafts", "isdraft", "private", "isprivate", "unpublished", "unlisted", "hidden", "wip",
    };

    /// <summary>Keys that mean private when they are false.</summary>
    private static readonly HashSet<string> PublicKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "published", "ispublished", "publish", "public", "ispublic", "listed", "visible",
    };

    private static readonly HashSet<string> StatusKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "status", "poststatus", "publicationstatus", "publishstatus", "state", "visibility",
    };

    private static readonly HashSet<string> PublicStates = new(StringComparer.OrdinalIgnoreCase) { "published", "publish", "public", "live" };

    private static readonly HashSet<string> PrivateStates = new(StringComparer.OrdinalIgnoreCase)
    {
        "draft", "drafts", "autodraft", "private", "pending", "inreview", "review", "unpublished", "hidden", "unlisted", "password", "members", "paid", "trash", "archived",
    };

    /// <summary>States of a document that is scheduled for its date.</summary>
    private static readonly HashSet<string> WaitingStates = new(StringComparer.OrdinalIgnoreCase) { "future", "scheduled" };

    /// <summary>Gets the usual keys, as suggestions for a misspelled one.</summary>
    public static IReadOnlyList<string> KeyNames { get; } = ["draft", "published", "private", "status", "visibility"];

    /// <summary>Returns whether a key controls publishing, ignoring case, hyphens and underscores.</summary>
    public static bool IsKey(string key) => Plain(key) is var plain && (PrivateKeys.Contains(plain) || PublicKeys.Contains(plain) || StatusKeys.Contains(plain));

    /// <summary>Returns whether a key may have the publication date as its value: Jekyll's `published` is a date or a boolean.</summary>
    public static bool MayBeDate(string key) => Plain(key) is var plain && (plain.Equals("published", StringComparison.OrdinalIgnoreCase) || plain.Equals("publish", StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the values that allow publishing, for a message.</summary>
    public static string Expected(string key) => Plain(key) is var plain && StatusKeys.Contains(plain) ? "published, publish, public or live"
        : PrivateKeys.Contains(plain) ? "false, no, off, n or 0"
        : "true, yes, on, y or 1";

    /// <summary>Returns the meaning of a key with this value. A value that is not recognized is private.</summary>
    public static PublicationMark Read(FrontMatterMember member, bool hasDate)
    {
        if (member.Value is not FrontMatterScalar { Text: { } text })
        {
            return Unknown;
        }

        var (key, value) = (Plain(member.Key), text.Trim());
        if (StatusKeys.Contains(key))
        {
            value = Plain(value).Replace(" ", "", StringComparison.Ordinal);
            return PublicStates.Contains(value) || (hasDate && WaitingStates.Contains(value)) ? Public
                : PrivateStates.Contains(value) ? Private
                : Unknown;
        }

        return Truth(value) is not { } truth ? Unknown : truth == PublicKeys.Contains(key) ? Public : Private;
    }

    /// <summary>Parses the booleans of YAML 1.1 and TOML, and other common spellings. Returns null for anything else.</summary>
    private static bool? Truth(string value) => value.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "ON" or "Y" or "T" or "1" => true,
        "FALSE" or "NO" or "OFF" or "N" or "F" or "0" => false,
        _ => null,
    };

    private static string Plain(string key) => key.Trim().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
}
