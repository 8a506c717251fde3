namespace ContentApi.ChangeLog;

/// <summary>
/// Defines the cache tags of the change log. Every response has the tags of its data. Every change of published content lists the tags of
/// the responses that it alters (`PublicationPlanner`), and so invalidates these responses in the caches.
/// </summary>
internal static class CacheTag
{
    /// <summary>All lists of stories or takeaways.</summary>
    public const string Stories = "stories";

    /// <summary>The list of founders, with its counts.</summary>
    public const string Founders = "founders";

    /// <summary>The list of topics, with its counts.</summary>
    public const string Topics = "topics";

    /// <summary>The list of collections, with its counts and cards.</summary>
    public const string Collections = "collections";

    /// <summary>The names of founders, which cards show although they are not data of the story.</summary>
    public const string FounderNames = "names";

    /// <summary>All lists of computed recommendations. A full rebuild invalidates this tag.</summary>
    public const string Recommendations = "recommendations";

    /// <summary>All published content. Every revision invalidates this tag implicitly; the entries of the log do not list it.</summary>
    public const string Library = "library";

    /// <summary>Returns the tag of a story's slug. Responses about a redirected, withdrawn or unknown slug have it too.</summary>
    public static string Story(string slug) => $"story:{slug}";

    /// <summary>Returns the tag of a founder and the stories about them.</summary>
    public static string Founder(string slug) => $"founder:{slug}";

    /// <summary>Returns the tag of the stories with a topic.</summary>
    public static string Topic(string slug) => $"topic:{slug}";

    /// <summary>Returns the tag of a collection and its stories.</summary>
    public static string Collection(string slug) => $"collection:{slug}";
}
