using ContentApi.Core.Formats;
using ContentApi.Core.Model;
using Dapper;

namespace ContentApi.Publishing;

/// <summary>The slugs and names by which <see cref="NamedResourceSql"/> selects the founders and topics to which documents refer.</summary>
internal sealed record NamedResourceKeys
{
    public const string FounderFallbackSlug = "founder";
    public const string TopicFallbackSlug = "topic";

    public string[] FounderSlugs { get; init; } = [];

    /// <summary>Gets the sort keys of names. Two equal names have the same sort key.</summary>
    public string[] FounderNameKeys { get; init; } = [];

    /// <summary>Gets the slugs from which those of new founders are created.</summary>
    public string[] NewFounderSlugs { get; init; } = [];

    public string[] TopicSlugs { get; init; } = [];

    public string[] TopicNameKeys { get; init; } = [];

    /// <summary>Gets the slugs from which those of new topics are created.</summary>
    public string[] NewTopicSlugs { get; init; } = [];

    /// <summary>Returns the keys of the founders and topics of stories, and of the founders of the announced stories that they recommend.</summary>
    public static NamedResourceKeys From(IReadOnlyCollection<RenderedStory> stories) =>
        From(stories.Select(story => story.Document), stories.SelectMany(story => story.TopicNames).Distinct(StringComparer.Ordinal).ToList());

    /// <summary>Returns the keys of the founders of documents, and of topics with these names.</summary>
    public static NamedResourceKeys From(IEnumerable<StoryDocument> documents, IReadOnlyCollection<string> topics)
    {
        var founders = documents.SelectMany(document => GetAnnouncedFounders(document).Prepend(document.Founder)).OfType<FounderDocument>().ToList();
        var names = founders.Select(founder => founder.Name).OfType<string>();
        string[] newFounders = [.. founders.Where(founder => founder.Slug is null).Select(founder => CreateFounderSlug(founder.Name!)).Distinct(StringComparer.Ordinal)];
        string[] newTopics = [.. topics.Select(CreateTopicSlug).Distinct(StringComparer.Ordinal)];
        return new()
        {
            FounderSlugs = [.. founders.Select(founder => founder.Slug).OfType<string>().Union(newFounders, StringComparer.Ordinal)],
            FounderNameKeys = [.. names.Select(GetNameKey).Distinct(StringComparer.Ordinal)],
            NewFounderSlugs = newFounders,
            TopicSlugs = [.. topics.Select(NameFolding.Fold).Where(Slug.IsValid).Union(newTopics, StringComparer.Ordinal)],
            TopicNameKeys = [.. topics.Select(GetNameKey).Distinct(StringComparer.Ordinal)],
            NewTopicSlugs = newTopics,
        };
    }

    public static string CreateFounderSlug(string name) => Slug.FromName(name, FounderFallbackSlug);

    public static string CreateTopicSlug(string name) => Slug.FromName(name, TopicFallbackSlug);

    public void AddTo(DynamicParameters parameters)
    {
        parameters.Add(nameof(FounderSlugs), FounderSlugs);
        parameters.Add(nameof(FounderNameKeys), FounderNameKeys);
        parameters.Add(nameof(NewFounderSlugs), NewFounderSlugs);
        parameters.Add(nameof(TopicSlugs), TopicSlugs);
        parameters.Add(nameof(TopicNameKeys), TopicNameKeys);
        parameters.Add(nameof(NewTopicSlugs), NewTopicSlugs);
    }

    private static string GetNameKey(string name) => SortKey.From(name.Trim());

    private static IEnumerable<FounderDocument?> GetAnnouncedFounders(StoryDocument document) =>
        document.Recommendations.Where(card => card.Title is not null).Select(card => card.Founder);
}
