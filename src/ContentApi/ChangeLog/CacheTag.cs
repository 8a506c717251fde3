namespace ContentApi.ChangeLog;

/// <summary>
/// Defines the cache tags of the change log. Every library change invalidates the tags of all responses that it alters
/// (`PublicationPlanner`); every delivery response lists the tags of its data.
/// </summary>
internal static class CacheTag
{
    /// <summary>All lists of stories or takeaways.</summary>
    public const string Stories = "stories";

    /// <summary>The list of founders, with its counts.</summary>
    public const string Founders = "founders";

    /// <summary>The list of topics, with its counts.</summary>
    public const string Topics = "topics";

    /// <summary>The names of founders on cards: the data of a card that does not belong to its story.</summary>
    public const string FounderNames = "names";

    /// <summary>All lists of computed recommendations; invalidated by a full rebuild.</summary>
    public const string Recommendations = "recommendations";

    /// <summary>The whole library; invalidated by every revision without an entry in the log.</summary>
    public const string Library = "library";

    /// <summary>Returns the tag of a slug: its story, a redirect from it, or its absence.</summary>
    public static string Story(string slug) => $"story:{slug}";

    /// <summary>Returns the tag of a founder and the stories about them.</summary>
    public static string Founder(string slug) => $"founder:{slug}";

    /// <summary>Returns the tag of the stories with a topic.</summary>
    public static string Topic(string slug) => $"topic:{slug}";
}
