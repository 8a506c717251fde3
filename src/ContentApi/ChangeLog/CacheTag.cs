namespace ContentApi.ChangeLog;

/// <summary>
/// What answers are made from, in the words of the log. Every change of the library moves the tags of all answers that it alters
/// (`LibraryChanges`); every answer of delivery says which tags it was made from.
/// </summary>
internal static class CacheTag
{
    /// <summary>Any list of stories or of their takeaways.</summary>
    public const string Stories = "stories";

    /// <summary>The list of founders, with its counts.</summary>
    public const string Founders = "founders";

    /// <summary>The list of topics, with its counts.</summary>
    public const string Topics = "topics";

    /// <summary>What cards show that is not their story's own: the names of founders.</summary>
    public const string Names = "names";

    /// <summary>Every list of computed recommendations: a rebuild of all makes it move.</summary>
    public const string Recommendations = "recommendations";

    /// <summary>Moved by every revision, without standing in the log.</summary>
    public const string Library = "library";

    /// <summary>What has this name, or had it, or could have it.</summary>
    public static string Story(string slug) => $"story:{slug}";

    /// <summary>The founder, and the stories about them.</summary>
    public static string Founder(string slug) => $"founder:{slug}";

    /// <summary>The stories that are filed under it.</summary>
    public static string Topic(string slug) => $"topic:{slug}";
}
