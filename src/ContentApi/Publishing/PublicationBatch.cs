using System.Text.Json;
using ContentApi.Core.Formats;
using ContentApi.Core.Model;
using ContentApi.Library;
using Dapper;

namespace ContentApi.Publishing;

/// <summary>The rows that a publishing transaction writes, as the parameters of <see cref="PublisherSql"/>.</summary>
internal sealed class PublicationBatch
{
    public List<StoryRow> Stories { get; } = [];

    public List<DraftChange> Drafts { get; } = [];

    public List<VersionRow> Versions { get; } = [];

    public Dictionary<string, FounderRow> Founders { get; } = new(StringComparer.Ordinal);

    public List<TopicRow> Topics { get; } = [];

    public List<ChangeRow> Log { get; } = [];

    public List<AuditRow> Audit { get; } = [];

    /// <summary>
    /// Gets or sets whether the recommendation lists are deferred to the end of an import, which rebuilds them all at once.
    /// </summary>
    public bool ListsLater { get; set; }

    public bool IsEmpty => Drafts.Count == 0 && Log.Count == 0 && Audit.Count == 0;

    public DynamicParameters Publication()
    {
        var takeaways = Stories.SelectMany(story => story.Projection.Document.Takeaways.Select((takeaway, index) => (Story: story.Id, Position: index + 1, Takeaway: takeaway))).ToList();
        var cards = Stories.SelectMany(story => story.Projection.Document.Recommendations.Select((card, index) => (Story: story.Id, Position: index + 1, Card: card))).ToList();
        var filed = Stories.SelectMany(story => story.Topics.Select((topic, index) => (Story: story, Topic: topic, Position: index + 1))).ToList();
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
            Withdrawn = Drafts.ConvertAll(row => row.Withdrawn),
            VersionDraft = Versions.ConvertAll(row => row.Draft),
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
            FounderImage = founders.ConvertAll(row => row.Image),
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
            Slug = Stories.ConvertAll(row => row.Projection.Slug),
            Title = Stories.ConvertAll(row => row.Projection.Document.Title),
            TitleKey = Stories.ConvertAll(row => SortKey.From(row.Projection.Document.Title)),
            Dek = Stories.ConvertAll(row => row.Projection.Document.Dek),
            Byline = Stories.ConvertAll(row => row.Projection.Document.Byline),
            StoryFounder = Stories.ConvertAll(row => row.Founder),
            PublishedAt = Stories.ConvertAll(row => row.PublishedAt),
            ReadingMinutes = Stories.ConvertAll(row => row.Projection.ReadingMinutes),
            WordCount = Stories.ConvertAll(row => row.Projection.WordCount),
            Image = Stories.ConvertAll(row => row.Projection.Document.Image is { } image ? JsonSerializer.Serialize(image, StoryBodyJsonContext.Relaxed.Image) : null),
            Language = Stories.ConvertAll(row => row.Projection.Document.Language ?? "en"),
            License = Stories.ConvertAll(row => row.Projection.Document.License),
            CanonicalUrl = Stories.ConvertAll(row => row.Projection.Document.CanonicalUrl),
            Sections = Stories.ConvertAll(row => row.Projection.SectionsJson),
            Html = Stories.ConvertAll(row => row.Projection.Html),
            Markdown = Stories.ConvertAll(row => row.Projection.Markdown),
            PlainText = Stories.ConvertAll(row => row.Projection.PlainText),
            StoryRevision = Stories.ConvertAll(row => row.Revision),
        });
        parameters.AddDynamicParams(new
        {
            FiledStory = filed.ConvertAll(row => row.Story.Id),
            FiledTopic = filed.ConvertAll(row => row.Topic),
            FiledPosition = filed.ConvertAll(row => row.Position),
            FiledAt = filed.ConvertAll(row => row.Story.PublishedAt),
            TakeawayStory = takeaways.ConvertAll(row => row.Story),
            TakeawayId = takeaways.ConvertAll(row => row.Takeaway.Id!.Value),
            TakeawayPosition = takeaways.ConvertAll(row => row.Position),
            Statement = takeaways.ConvertAll(row => row.Takeaway.Statement),
            Explanation = takeaways.ConvertAll(row => row.Takeaway.Explanation),
            CardStory = cards.ConvertAll(row => row.Story),
            CardPosition = cards.ConvertAll(row => row.Position),
            CardTarget = cards.ConvertAll(row => row.Card.Slug),
            Card = cards.ConvertAll(row => AnnouncedCardOf(row.Card)),
        });
        return parameters;
    }

    /// <summary>Returns the parameters of <see cref="PublisherSql.Log"/>.</summary>
    public object LogOf(long revision, DateTime now, Actor actor) => new
    {
        Revision = revision,
        Now = now,
        actor.KeyId,
        Actor = actor.Name,
        LogRevision = Log.ConvertAll(row => row.Revision),
        LogKind = Log.ConvertAll(row => row.Kind),
        LogId = Log.ConvertAll(row => row.Id),
        LogSlug = Log.ConvertAll(row => row.Slug),
        LogOperation = Log.ConvertAll(row => row.Operation),
        LogReason = Log.ConvertAll(row => row.Reason),
        LogPreviousSlug = Log.ConvertAll(row => row.PreviousSlug),
        LogTags = Log.ConvertAll(row => string.Join('\n', row.Tags)),
        AuditAction = Audit.ConvertAll(row => row.Action),
        AuditSlug = Audit.ConvertAll(row => row.Slug),
        AuditVersion = Audit.ConvertAll(row => row.Version),
        AuditDetail = Audit.ConvertAll(row => row.Detail),
    };

    /// <summary>Returns the JSON of the card that an announced recommendation contains, or null.</summary>
    private static string? AnnouncedCardOf(RecommendationDocument announced) => announced.Title is null ? null : JsonSerializer.Serialize(
        new()
        {
            Title = announced.Title,
            Dek = announced.Dek,
            Byline = announced.Byline,
            Founder = announced.Founder is null ? null : new() { Slug = announced.Founder.Slug, Name = announced.Founder.Name ?? Slug.ToDisplayName(announced.Founder.Slug) },
            ReadingMinutes = announced.ReadingMinutes,
            Image = announced.Image,
            Language = announced.Language,
            License = announced.License,
        },
        AnnouncedCardJson.Relaxed.AnnouncedCard);
}

internal sealed record StoryRow(Guid Id, RenderedStory Projection, Guid? Founder, DateTime PublishedAt, IReadOnlyList<Guid> Topics, long Revision, bool IsNew);

internal sealed record DraftChange(Guid Id, string Slug, int Version, int? PublishedVersion, DateTime? FirstPublishedAt, int? ScheduledVersion = null, DateTime? ScheduledAt = null, bool Withdrawn = false);

internal sealed record VersionRow(Guid Draft, int Version, StoryDocument Document, byte[] ContentHash);

internal sealed record TopicRow(Guid Id, string Slug, string Name, long Revision);

internal sealed record ChangeRow(long Revision, string Kind, Guid Id, string Slug, string Operation, IEnumerable<string> Tags, string? Reason = null, string? PreviousSlug = null);

internal sealed record AuditRow(string Action, string? Slug, int? Version = null, string? Detail = null);
