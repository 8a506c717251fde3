namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>The meaning of a front matter key that controls publishing, such as `draft` or `status`.</summary>
/// <param name="IsPublic">Whether the key allows the document to be published.</param>
/// <param name="IsRecognized">Whether the value of the key is recognized. An unrecognized value means private.</param>
internal readonly record struct PublicationFlag(bool IsPublic, bool IsRecognized)
{
    private static readonly PublicationFlag Public = new(IsPublic: true, IsRecognized: true);
    private static readonly PublicationFlag Private = new(IsPublic: false, IsRecognized: true);
    private static readonly PublicationFlag Unrecognized = new(IsPublic: false, IsRecognized: false);

    /// <summary>
    /// Keys of Hugo, Jekyll, WordPress, Docusaurus and others that mean private when they are true. Spelled without hyphens and
    /// underscores.
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

    /// <summary>Keys that may have a date instead of a boolean.</summary>
    private static readonly HashSet<string> DateKeys = new(StringComparer.OrdinalIgnoreCase) { "published", "publish" };

    /// <summary>Keys whose value is a state.</summary>
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
    private static readonly HashSet<string> ScheduledStates = new(StringComparer.OrdinalIgnoreCase) { "future", "scheduled" };

    /// <summary>Gets the most common keys, as suggestions for a misspelled one.</summary>
    public static IReadOnlyList<string> CommonKeys { get; } = ["draft", "published", "private", "status", "visibility"];

    /// <summary>Returns whether a key controls publishing, ignoring case, hyphens and underscores.</summary>
    public static bool IsKey(string key) =>
        NormalizeKey(key) is var normalizedKey && (PrivateKeys.Contains(normalizedKey) || PublicKeys.Contains(normalizedKey) || StatusKeys.Contains(normalizedKey));

    /// <summary>Returns whether a key may have the publication date as its value: Jekyll's `published` is a date or a boolean.</summary>
    public static bool CanBeDate(string key) => DateKeys.Contains(NormalizeKey(key));

    /// <summary>Returns the values of a key that allow publishing, for a message.</summary>
    public static string DescribePublicValues(string key) =>
        StatusKeys.Contains(NormalizeKey(key)) ? "published, publish, public or live"
        : PrivateKeys.Contains(NormalizeKey(key)) ? "false, no, off, n or 0"
        : "true, yes, on, y or 1";

    /// <summary>Returns the meaning of a key and its value. A scheduled state is recognized only if the document has a date.</summary>
    public static PublicationFlag Parse(FrontMatterMember member, bool hasDate)
    {
        if (member.Value is not FrontMatterScalar { Text: { } text })
        {
            return Unrecognized;
        }

        var (key, value) = (NormalizeKey(member.Key), text.Trim());
        if (StatusKeys.Contains(key))
        {
            value = NormalizeKey(value).Replace(" ", "", StringComparison.Ordinal);
            return PublicStates.Contains(value) || (hasDate && ScheduledStates.Contains(value)) ? Public
                : PrivateStates.Contains(value) ? Private
                : Unrecognized;
        }

        return ParseBoolean(value) is not { } boolean ? Unrecognized : boolean == PublicKeys.Contains(key) ? Public : Private;
    }

    /// <summary>Parses the booleans of YAML 1.1 and TOML, and other common spellings. Returns null for anything else.</summary>
    private static bool? ParseBoolean(string value) => value.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "ON" or "Y" or "T" or "1" => true,
        "FALSE" or "NO" or "OFF" or "N" or "F" or "0" => false,
        _ => null,
    };

    private static string NormalizeKey(string key) => key.Trim().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
}
