using System.Text.Json;
using ContentApi.Core.Model;
using ContentApi.Library;
using Dapper;

namespace ContentApi.Publishing;

/// <summary>The rows that a publishing transaction writes, and their conversion to the parameters of <see cref="PublisherSql"/>.</summary>
internal sealed class PublicationBatch
{
    public List<StoryRow> Stories { get; } = [];

    public List<DraftUpsert> Drafts { get; } = [];

    public List<VersionRow> Versions { get; } = [];

    public Dictionary<string, FounderRow> Founders { get; } = new(StringComparer.Ordinal);

    public List<TopicRow> Topics { get; } = [];

    public List<ChangeRow> Changes { get; } = [];

    public List<AuditRow> Audit { get; } = [];

    /// <summary>
    /// Gets or sets whether the recommendation lists are deferred to the end of an import, which rebuilds them all at once.
    /// </summary>
    public bool AreRecommendationListsDeferred { get; set; }

    public bool IsEmpty => Drafts.Count == 0 && Changes.Count == 0 && Audit.Count == 0;

    /// <summary>Returns the parameters of <see cref="PublisherSql.Publish"/>.</summary>
    public DynamicParameters ToPublicationParameters()
    {
        var takeaways = Stories.SelectMany(story => story.Rendered.Document.Takeaways.Select((takeaway, index) => (StoryId: story.Id, Position: index + 1, Takeaway: takeaway))).ToList();
        var cards = Stories.SelectMany(story => story.Rendered.Document.Recommendations.Select((card, index) => (StoryId: story.Id, Position: index + 1, Card: card))).ToList();
        var storyTopics = Stories.SelectMany(story => story.TopicIds.Select((topicId, index) => (Story: story, TopicId: topicId, Position: index + 1))).ToList();
        var founders = Founders.Values.ToList();

        var parameters = new DynamicParameters();
        parameters.AddDynamicParams(new
        {
            DraftId = Drafts.ConvertAll(row => row.Id),
            DraftSlug = Drafts.ConvertAll(row => row.Slug),
            DraftVersion = Drafts.ConvertAll(row => row.Version),
            PublishedVersion = Drafts.ConvertAll(row => row.PublishedVersion),
            FirstPublishedAt = Drafts.ConvertAll(row => row.FirstPublishedAt),
            ScheduledVersion = Drafts.ConvertAll(row => row.ScheduledVersion),
            ScheduledAt = Drafts.ConvertAll(row => row.ScheduledAt),
            Withdrawn = Drafts.ConvertAll(row => row.IsWithdrawn),
            VersionDraft = Versions.ConvertAll(row => row.DraftId),
            Version = Versions.ConvertAll(row => row.Version),
            Document = Versions.ConvertAll(row => row.Document.ToStoredJson()),
            ContentHash = Versions.ConvertAll(row => row.ContentHash),
        });
        parameters.AddDynamicParams(new
        {
            FounderId = founders.ConvertAll(row => row.Id),
            FounderSlug = founders.ConvertAll(row => row.Slug),
            FounderName = founders.ConvertAll(row => row.Name),
            FounderNameKey = founders.ConvertAll(row => SortKey.From(row.Name)),
            FounderBio = founders.ConvertAll(row => row.Bio),
            FounderImage = founders.ConvertAll(row => row.ImageJson),
            FounderRevision = founders.ConvertAll(row => row.Revision),
            TopicId = Topics.ConvertAll(row => row.Id),
            TopicSlug = Topics.ConvertAll(row => row.Slug),
            TopicName = Topics.ConvertAll(row => row.Name),
            TopicNameKey = Topics.ConvertAll(row => SortKey.From(row.Name)),
            TopicRevision = Topics.ConvertAll(row => row.Revision),
        });
        parameters.AddDynamicParams(new
        {
            Updated = Stories.Where(row => !row.IsNew).Select(row => row.Id).ToList(),
            Id = Stories.ConvertAll(row => row.Id),
            Slug = Stories.ConvertAll(row => row.Rendered.Slug),
            Title = Stories.ConvertAll(row => row.Rendered.Document.Title),
            TitleKey = Stories.ConvertAll(row => SortKey.From(row.Rendered.Document.Title)),
            Dek = Stories.ConvertAll(row => row.Rendered.Document.Dek),
            Byline = Stories.ConvertAll(row => row.Rendered.Document.Byline),
            StoryFounder = Stories.ConvertAll(row => row.FounderId),
            StoryFounderSlug = Stories.ConvertAll(row => row.Rendered.Document.Founder?.Slug),
            PublishedAt = Stories.ConvertAll(row => row.PublishedAt),
            ReadingMinutes = Stories.ConvertAll(row => row.Rendered.ReadingMinutes),
            WordCount = Stories.ConvertAll(row => row.Rendered.WordCount),
            Image = Stories.ConvertAll(row => row.Rendered.Document.Image is { } image ? JsonSerializer.Serialize(image, StoryBodyJsonContext.Relaxed.Image) : null),
            Language = Stories.ConvertAll(row => row.Rendered.Document.Language ?? LanguageTag.Default),
            License = Stories.ConvertAll(row => row.Rendered.Document.License),
            CanonicalUrl = Stories.ConvertAll(row => row.Rendered.Document.CanonicalUrl),
            Sections = Stories.ConvertAll(row => row.Rendered.SectionsJson),
            Html = Stories.ConvertAll(row => row.Rendered.Html),
            Markdown = Stories.ConvertAll(row => row.Rendered.Markdown),
            PlainText = Stories.ConvertAll(row => row.Rendered.PlainText),
            StoryRevision = Stories.ConvertAll(row => row.Revision),
        });
        parameters.AddDynamicParams(new
        {
            StoryTopicStory = storyTopics.ConvertAll(row => row.Story.Id),
            StoryTopicTopic = storyTopics.ConvertAll(row => row.TopicId),
            StoryTopicPosition = storyTopics.ConvertAll(row => row.Position),
            StoryTopicPublishedAt = storyTopics.ConvertAll(row => row.Story.PublishedAt),
            TakeawayStory = takeaways.ConvertAll(row => row.StoryId),
            TakeawayId = takeaways.ConvertAll(row => row.Takeaway.Id!.Value),
            TakeawayPosition = takeaways.ConvertAll(row => row.Position),
            Statement = takeaways.ConvertAll(row => row.Takeaway.Statement),
            Explanation = takeaways.ConvertAll(row => row.Takeaway.Explanation),
            CardStory = cards.ConvertAll(row => row.StoryId),
            CardPosition = cards.ConvertAll(row => row.Position),
            CardTarget = cards.ConvertAll(row => row.Card.Slug),
            Card = cards.ConvertAll(row => SerializeAnnouncedCard(row.Card)),
        });
        return parameters;
    }

    /// <summary>Returns the parameters of <see cref="PublisherSql.AppendLog"/>.</summary>
    public object ToLogParameters(long revision, DateTime now, Actor actor) => new
    {
        Revision = revision,
        Now = now,
        actor.KeyId,
        Actor = actor.Name,
        LogRevision = Changes.ConvertAll(row => row.Revision),
        LogKind = Changes.ConvertAll(row => row.Kind.GetName()),
        LogId = Changes.ConvertAll(row => row.Id),
        LogSlug = Changes.ConvertAll(row => row.Slug),
        LogOperation = Changes.ConvertAll(row => row.Operation.GetName()),
        LogReason = Changes.ConvertAll(row => row.Reason),
        LogPreviousSlug = Changes.ConvertAll(row => row.PreviousSlug),
        LogTags = Changes.ConvertAll(row => string.Join('\n', row.Tags)),
        AuditAction = Audit.ConvertAll(row => row.Action),
        AuditSlug = Audit.ConvertAll(row => row.Slug),
        AuditVersion = Audit.ConvertAll(row => row.Version),
        AuditDetail = Audit.ConvertAll(row => row.Detail),
    };

    /// <summary>Returns the JSON of the card in a recommendation; null if the recommendation has no title.</summary>
    private static string? SerializeAnnouncedCard(RecommendationDocument recommendation) => recommendation.Title is null ? null : JsonSerializer.Serialize(
        new()
        {
            Title = recommendation.Title,
            Dek = recommendation.Dek,
            Byline = recommendation.Byline,
            Founder = recommendation.Founder is null ? null : new() { Slug = recommendation.Founder.Slug, Name = recommendation.Founder.Name ?? Slug.ToDisplayName(recommendation.Founder.Slug) },
            ReadingMinutes = recommendation.ReadingMinutes,
            Image = recommendation.Image,
            Language = recommendation.Language,
            License = recommendation.License,
        },
        AnnouncedCardJsonContext.Relaxed.AnnouncedCard);
}
