using System.Text;
using System.Text.Json;
using ContentApi.Core.Formats;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using ContentApi.Publishing;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Newsroom.Previews;

/// <summary>Renders a version as readers would get it. Stores nothing, so that a draft cannot leak.</summary>
internal sealed class StoryPreview(Database database, IOptions<LibraryOptions> options, TimeProvider timeProvider)
{
    public async Task<Story> Render(VersionDocument version, BodyFormat body, CancellationToken cancellationToken)
    {
        var story = RenderedStory.Render(version.Document, cancellationToken);
        var document = story.Document;
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select sections::text from story where id = @DraftId;
            select name from founder where slug = @Founder;
            select slug, name from topic where slug = any(@Topics);
            """,
            new { version.DraftId, Founder = document.Founder?.Slug, Topics = story.Topics.Select(topic => topic.Slug).ToArray() },
            cancellationToken: cancellationToken));
        var liveSectionsJson = await results.ReadSingleOrDefaultAsync<string?>();
        var founderName = await results.ReadSingleOrDefaultAsync<string?>();

        var topicNames = (await results.ReadAsync<(string Slug, string Name)>()).ToDictionary(topic => topic.Slug, topic => topic.Name, StringComparer.Ordinal);
        if (liveSectionsJson is not null)
        {
            story = story.WithPreservedIds(JsonSerializer.Deserialize(liveSectionsJson, StoryBodyJsonContext.Relaxed.IReadOnlyListSection)!, cancellationToken);
        }

        var publishedAt = document.PublishedAt?.UtcDateTime ?? version.FirstPublishedAt ?? version.ScheduledAt ?? timeProvider.GetUtcNow().UtcDateTime;
        return new Story
        {
            Id = version.DraftId,
            Slug = version.Slug,
            Title = document.Title,
            Dek = document.Dek,
            Byline = document.Byline,
            FounderSlug = document.Founder?.Slug,
            FounderName = document.Founder is null ? null : document.Founder.Name?.Trim() ?? founderName ?? Slug.ToDisplayName(document.Founder.Slug),
            PublishedAt = publishedAt,
            PublishedOn = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(publishedAt, options.Value.GetTimeZone())),
            ReadingMinutes = story.ReadingMinutes,
            Image = document.Image is null ? null : new(JsonSerializer.SerializeToUtf8Bytes(document.Image, StoryBodyJsonContext.Relaxed.Image)),
            Language = document.Language ?? LanguageTag.Default,
            License = document.License,
            Topics = story.Topics.Select(topic => topic with { Name = topicNames.GetValueOrDefault(topic.Slug, topic.Name) }).ToList(),
            Takeaways = document.Takeaways.Select((takeaway, index) => new Takeaway
            {
                Id = takeaway.Id!.Value,
                Position = index + 1,
                Statement = takeaway.Statement,
                Explanation = takeaway.Explanation,
            }).ToList(),
            UpdatedAt = timeProvider.GetUtcNow().UtcDateTime,
            WordCount = story.WordCount,
            Sections = body == BodyFormat.Blocks ? new(Encoding.UTF8.GetBytes(story.SectionsJson)) : null,
            BodyFormat = body switch { BodyFormat.Html => TextFormat.Html, BodyFormat.Markdown => TextFormat.Markdown, BodyFormat.Text => TextFormat.Text, _ => null },
            BodyContent = body switch { BodyFormat.Html => story.Html, BodyFormat.Markdown => story.Markdown, BodyFormat.Text => story.PlainText, _ => null },
            CanonicalUrl = document.CanonicalUrl ?? (options.Value.SiteUrl is { } siteUrl ? $"{siteUrl}/stories/{version.Slug}" : null),
        };
    }
}
