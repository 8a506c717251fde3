using System.Text.Json;
using ContentApi.Recommendations;
using ContentApi.Stories;
using Dapper;
using Npgsql;

namespace ContentApi.Authoring;

/// <summary>Collects what a publishing transaction changes, and writes it in one round trip, however many documents there are.</summary>
internal sealed class LibraryChanges(LibraryState before)
{
    private readonly List<StoryRow> stories = [];
    private readonly Dictionary<string, FounderRow> founders = [];
    private readonly List<TopicRow> topics = [];
    private readonly List<ChangeRow> log = [];
    private long revision = before.Revision;

    public bool IsEmpty => stories.Count == 0;

    /// <summary>Takes a document in as the next revision, unless it changes nothing or cannot be published.</summary>
    public Publication Add(StoryProjection story)
    {
        var (document, slug) = (story.Document, story.Slug);
        var old = before.Stories.GetValueOrDefault(slug);
        if (Fault(story) is { } reason)
        {
            return new(slug, PublicationOutcome.Invalid, Reason: reason);
        }

        if (old is not null && old.DocumentHash.AsSpan().SequenceEqual(story.Hash))
        {
            return new(slug, PublicationOutcome.Unchanged);
        }

        revision++;
        var tags = new SortedSet<string>(StringComparer.Ordinal) { $"story:{slug}", "stories" };
        tags.UnionWith(before.RecommendedBy[slug].Select(other => $"story:{other}"));

        var founder = document.Founder is null ? null : Founder(document.Founder, tags);
        if (old?.FounderSlug is { } oldFounder)
        {
            tags.Add($"founder:{oldFounder}");
        }

        tags.UnionWith(old?.Topics.Select(topic => $"topic:{topic}") ?? []);
        var topicIds = story.Topics.Select(topic => Topic(topic.Slug, topic.Name, tags)).ToList();

        var row = new StoryRow(
            old?.Id ?? Guid.CreateVersion7(),
            old is null ? story : story.Continue(old),
            founder?.Id,
            document.PublishedAt?.UtcDateTime ?? old?.PublishedAt ?? before.Now,
            topicIds,
            revision,
            IsNew: old is null);
        stories.Add(row);
        log.Add(new(revision, "story", row.Id, slug, old is null ? "published" : "updated", tags));
        return new(slug, old is null ? PublicationOutcome.Created : PublicationOutcome.Updated, revision);
    }

    /// <summary>Writes everything, and moves the library to the last revision taken.</summary>
    public Task Write(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var takeaways = stories.SelectMany(story => story.Projection.Takeaways.Select(takeaway => (Story: story.Id, takeaway))).ToList();
        var cards = stories.SelectMany(story => story.Projection.Document.Recommendations.Select((card, index) => (Story: story.Id, Position: index + 1, Card: card))).ToList();
        var filed = stories.SelectMany(story => story.Topics.Select((topic, index) => (Story: story, Topic: topic, Position: index + 1))).ToList();
        var founderRows = founders.Values.ToList();

        var parameters = new
        {
            Revision = revision,
            FounderId = founderRows.ConvertAll(row => row.Id),
            FounderSlug = founderRows.ConvertAll(row => row.Slug),
            FounderName = founderRows.ConvertAll(row => row.Name),
            FounderNameKey = founderRows.ConvertAll(row => SortKey.Of(row.Name)),
            FounderBio = founderRows.ConvertAll(row => row.Bio),
            FounderImage = founderRows.ConvertAll(row => row.Image),
            FounderRevision = founderRows.ConvertAll(row => log.Last(change => change.Id == row.Id).Revision),
            TopicId = topics.ConvertAll(row => row.Id),
            TopicSlug = topics.ConvertAll(row => row.Slug),
            TopicName = topics.ConvertAll(row => row.Name),
            TopicNameKey = topics.ConvertAll(row => SortKey.Of(row.Name)),
            TopicRevision = topics.ConvertAll(row => row.Revision),
            Updated = stories.Where(row => !row.IsNew).Select(row => row.Id).ToList(),
            Id = stories.ConvertAll(row => row.Id),
            Slug = stories.ConvertAll(row => row.Projection.Slug),
            Title = stories.ConvertAll(row => row.Projection.Document.Title),
            TitleKey = stories.ConvertAll(row => SortKey.Of(row.Projection.Document.Title)),
            Dek = stories.ConvertAll(row => row.Projection.Document.Dek),
            Byline = stories.ConvertAll(row => row.Projection.Document.Byline),
            StoryFounder = stories.ConvertAll(row => row.Founder),
            PublishedAt = stories.ConvertAll(row => row.PublishedAt),
            ReadingMinutes = stories.ConvertAll(row => row.Projection.ReadingMinutes),
            WordCount = stories.ConvertAll(row => row.Projection.WordCount),
            Image = stories.ConvertAll(row => row.Projection.Document.Image is { } image ? JsonSerializer.Serialize(image, StoryBodyJson.Relaxed.Image) : null),
            Language = stories.ConvertAll(row => row.Projection.Document.Language ?? "en"),
            License = stories.ConvertAll(row => row.Projection.Document.License),
            CanonicalUrl = stories.ConvertAll(row => row.Projection.Document.CanonicalUrl),
            Sections = stories.ConvertAll(row => row.Projection.SectionsJson),
            Html = stories.ConvertAll(row => row.Projection.Html),
            Markdown = stories.ConvertAll(row => row.Projection.Markdown),
            PlainText = stories.ConvertAll(row => row.Projection.PlainText),
            Hash = stories.ConvertAll(row => row.Projection.Hash),
            StoryRevision = stories.ConvertAll(row => row.Revision),
            FiledStory = filed.ConvertAll(row => row.Story.Id),
            FiledTopic = filed.ConvertAll(row => row.Topic),
            FiledPosition = filed.ConvertAll(row => row.Position),
            FiledAt = filed.ConvertAll(row => row.Story.PublishedAt),
            TakeawayStory = takeaways.ConvertAll(row => row.Story),
            TakeawayId = takeaways.ConvertAll(row => row.takeaway.Id),
            TakeawayPosition = takeaways.ConvertAll(row => row.takeaway.Position),
            Statement = takeaways.ConvertAll(row => row.takeaway.Statement),
            Explanation = takeaways.ConvertAll(row => row.takeaway.Explanation),
            CardStory = cards.ConvertAll(row => row.Story),
            CardPosition = cards.ConvertAll(row => row.Position),
            CardTarget = cards.ConvertAll(row => row.Card.Slug),
            Card = cards.ConvertAll(row => CardOf(row.Card)),
            LogRevision = log.ConvertAll(row => row.Revision),
            LogKind = log.ConvertAll(row => row.Kind),
            LogId = log.ConvertAll(row => row.Id),
            LogSlug = log.ConvertAll(row => row.Slug),
            LogOperation = log.ConvertAll(row => row.Operation),
            LogTags = log.ConvertAll(row => string.Join('\n', row.Tags)),
        };

        return connection.ExecuteAsync(new CommandDefinition(PublisherSql.Write, parameters, cancellationToken: cancellation));
    }

    /// <summary>What the library does not allow, in words; null when it may be published.</summary>
    private string? Fault(StoryProjection story)
    {
        if (before.OldNames.TryGetValue(story.Slug, out var name))
        {
            return $"'{story.Slug}' is the old name of the story '{name}'; use the new one.";
        }

        if (story.Document.PublishedAt is { } at && at.UtcDateTime > before.Now)
        {
            return $"publishedAt is in the future ({at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}); a story cannot be scheduled by importing it.";
        }

        var taken = story.Document.Takeaways.FirstOrDefault(takeaway =>
            takeaway.Id is { } id && before.TakeawayOwners.TryGetValue(id, out var owner) && owner != story.Slug);
        return taken is null ? null : $"The takeaway id {taken.Id} belongs to the story '{before.TakeawayOwners[taken.Id!.Value]}'.";
    }

    private FounderRow Founder(FounderDocument document, SortedSet<string> tags)
    {
        tags.Add($"founder:{document.Slug}");
        var known = founders.GetValueOrDefault(document.Slug) ?? before.Founders.GetValueOrDefault(document.Slug);
        var founder = (known ?? new(Guid.CreateVersion7(), document.Slug, Slug.ToName(document.Slug), Bio: null, Image: null)).With(document);
        if (founder != known)
        {
            founders[document.Slug] = founder;
            tags.Add("founders");
            log.Add(new(revision, "founder", founder.Id, founder.Slug, known is null ? "published" : "updated", new(StringComparer.Ordinal) { $"founder:{founder.Slug}", "founders" }));
        }

        return founder;
    }

    private Guid Topic(string slug, string name, SortedSet<string> tags)
    {
        tags.Add($"topic:{slug}");
        tags.Add("topics");
        if (before.Topics.TryGetValue(slug, out var id))
        {
            return id;
        }

        var topic = new TopicRow(Guid.CreateVersion7(), slug, name, revision);
        topics.Add(topic);
        before.Topics.Add(slug, topic.Id);
        log.Add(new(revision, "topic", topic.Id, slug, "published", new(StringComparer.Ordinal) { $"topic:{slug}", "topics" }));
        return topic.Id;
    }

    /// <summary>The card of its own that a recommendation brings along, or null.</summary>
    private static string? CardOf(RecommendationDocument card) => card.Title is null ? null : JsonSerializer.Serialize(
        new()
        {
            Title = card.Title,
            Dek = card.Dek,
            Byline = card.Byline,
            Founder = card.Founder is null ? null : new() { Slug = card.Founder.Slug, Name = card.Founder.Name ?? Slug.ToName(card.Founder.Slug) },
            ReadingMinutes = card.ReadingMinutes,
            Image = card.Image,
            Language = card.Language,
            License = card.License,
        },
        AnnouncedCardJson.Relaxed.AnnouncedCard);

    private sealed record StoryRow(Guid Id, StoryProjection Projection, Guid? Founder, DateTime PublishedAt, IReadOnlyList<Guid> Topics, long Revision, bool IsNew);

    private sealed record TopicRow(Guid Id, string Slug, string Name, long Revision);

    private sealed record ChangeRow(long Revision, string Kind, Guid Id, string Slug, string Operation, SortedSet<string> Tags);
}
