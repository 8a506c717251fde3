using System.Text.Json;
using ContentApi.Core.Formats;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>A row of the `story` table to insert or update, with the rows that refer to it.</summary>
internal sealed record StoryRow
{
    public static readonly RowMapping<StoryRow> Columns = new RowMapping<StoryRow>("story", key: "id")
        .Column("id", "uuid", row => row.Id)
        .Column("slug", "text", row => row.Rendered.Slug, isInsertOnly: true)
        .Column("title", "text", row => row.Document.Title)
        .Column("title_key", "text", row => SortKey.From(row.Document.Title))
        .Column("dek", "text", row => row.Document.Dek)
        .Column("byline", "text", row => row.Document.Byline)
        .Column("founder_id", "uuid", row => row.Founder?.Id)
        .Column("founder_slug", "text", row => row.Founder?.Slug)
        .Column("published_at", "timestamptz", row => row.PublishedAt)
        .Column("updated_at", "timestamptz", row => row.UpdatedAt)
        .Column("reading_minutes", "integer", row => row.Rendered.ReadingMinutes)
        .Column("word_count", "integer", row => row.Rendered.WordCount)
        .Column("image", "json", row => row.Document.Image is { } image ? JsonSerializer.Serialize(image, StoryBodyJsonContext.Relaxed.Image) : null)
        .Column("language", "text", row => row.Document.Language ?? LanguageTag.Default)
        .Column("license", "text", row => row.Document.Rights?.License)
        .Column("copyright_holder", "text", row => row.Document.Rights?.CopyrightHolder)
        .Column("attribution_text", "text", row => row.Document.Rights?.Attribution?.Text)
        .Column("attribution_url", "text", row => row.Document.Rights?.Attribution?.Url)
        .Column("syndication", "text", row => (row.Document.Rights?.Syndication ?? SyndicationPolicy.Allowed).GetName())
        .Column("canonical_url", "text", row => row.Document.CanonicalUrl)
        .Column("sections", "json", row => row.Rendered.SectionsJson)
        .Column("html", "text", row => row.Rendered.Html)
        .Column("markdown", "text", row => row.Rendered.Markdown)
        .Column("plain_text", "text", row => row.Rendered.PlainText)
        .Column("body_format", "integer", _ => RenderedStory.FormatVersion)
        .Column("revision", "bigint", row => row.Revision)
        .Column("card_json", "bytea", row => row.Json.Card)
        .Column("page_json", "bytea", row => row.Json.Page)
        .Column("json_format", "bigint", row => row.JsonFormat)
        .Column("json_revision", "bigint", row => row.Revision);

    private static readonly RowMapping<(StoryRow Story, TopicRow Topic, int Position)> TopicColumns = new RowMapping<(StoryRow Story, TopicRow Topic, int Position)>("story_topic")
        .Column("story_id", "uuid", row => row.Story.Id)
        .Column("topic_id", "uuid", row => row.Topic.Id)
        .Column("position", "integer", row => row.Position)
        .Column("published_at", "timestamptz", row => row.Story.PublishedAt);

    private static readonly RowMapping<(StoryRow Story, TakeawayDocument Takeaway, int Position)> TakeawayColumns = new RowMapping<(StoryRow Story, TakeawayDocument Takeaway, int Position)>("takeaway")
        .Column("id", "uuid", row => row.Takeaway.Id!.Value)
        .Column("story_id", "uuid", row => row.Story.Id)
        .Column("position", "integer", row => row.Position)
        .Column("statement", "text", row => row.Takeaway.Statement)
        .Column("explanation", "text", row => row.Takeaway.Explanation);

    private static readonly RowMapping<(StoryRow Story, RecommendationDocument Recommendation, FounderRow? Founder, int Position)> RecommendationColumns =
        new RowMapping<(StoryRow Story, RecommendationDocument Recommendation, FounderRow? Founder, int Position)>("recommendation")
            .Column("story_id", "uuid", row => row.Story.Id)
            .Column("position", "integer", row => row.Position)
            .Column("target", "text", row => row.Recommendation.Slug)
            .Column("card", "json", row => AnnouncedCard.Serialize(row.Recommendation, row.Founder is null ? null : new(row.Founder.Slug, row.Founder.Name)));

    public required PreparedStory Prepared { get; init; }

    public required Guid Id { get; init; }

    public required FounderRow? Founder { get; init; }

    public required IReadOnlyList<TopicRow> Topics { get; init; }

    /// <summary>Gets the founder of each editorial recommendation; null for one without a card or a founder.</summary>
    public required IReadOnlyList<FounderRow?> AnnouncedFounders { get; init; }

    public required DateTime PublishedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public required long Revision { get; init; }

    /// <summary>Gets whether the story was not published before.</summary>
    public required bool IsNew { get; init; }

    /// <summary>Gets the format version of <see cref="Json"/>.</summary>
    public required long JsonFormat { get; init; }

    /// <summary>Gets the pre-serialized JSON of the story.</summary>
    public required StoryJson Json { get; init; }

    public RenderedStory Rendered => Prepared.Rendered;

    private StoryDocument Document => Prepared.Rendered.Document;

    /// <summary>Adds the statements that write the stories, their topics, takeaways and editorial recommendations.</summary>
    public static void Write(NpgsqlBatch batch, IReadOnlyList<StoryRow> stories)
    {
        if (stories.Where(story => !story.IsNew).Select(story => story.Id).ToArray() is { Length: > 0 } updated)
        {
            batch.Add("delete from story_topic where story_id = any($1)", updated);
            batch.Add("delete from takeaway where story_id = any($1)", updated);
            batch.Add("delete from recommendation where story_id = any($1)", updated);
        }

        Columns.Insert(batch, stories);
        TopicColumns.Insert(batch, stories.SelectMany(story => story.Topics.Select((topic, index) => (story, topic, index + 1))).ToList());
        TakeawayColumns.Insert(batch, stories.SelectMany(story => story.Document.Takeaways.Select((takeaway, index) => (story, takeaway, index + 1))).ToList());
        RecommendationColumns.Insert(batch, stories.SelectMany(story => story.Document.Recommendations.Select((card, index) => (story, card, story.AnnouncedFounders[index], index + 1))).ToList());
    }
}
