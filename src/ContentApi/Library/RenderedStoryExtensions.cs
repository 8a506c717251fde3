using System.Text.Json;
using ContentApi.Core.Formats;
using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>Converts rendered documents to stories as they are served.</summary>
internal static class RenderedStoryExtensions
{
    /// <summary>Returns the story without its body, as <see cref="StoryComposer"/> reads it from the library.</summary>
    public static Story ToStory(
        this RenderedStory rendered, Guid id, string? founderName, IReadOnlyList<TopicReference> topics, DateTime publishedAt, DateTime updatedAt, LibraryOptions options)
    {
        var document = rendered.Document;
        return new()
        {
            Id = id,
            Slug = rendered.Slug,
            Title = document.Title,
            Dek = document.Dek,
            Byline = document.Byline,
            FounderSlug = document.Founder?.Slug,
            FounderName = founderName,
            PublishedAt = publishedAt,
            PublishedOn = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(publishedAt, options.GetTimeZone())),
            UpdatedAt = updatedAt,
            ReadingMinutes = rendered.ReadingMinutes,
            Image = document.Image is null ? null : new(JsonSerializer.SerializeToUtf8Bytes(document.Image, StoryBodyJsonContext.Relaxed.Image)),
            Language = document.Language ?? LanguageTag.Default,
            License = document.License,
            Topics = topics,
            Takeaways = document.Takeaways.Select((takeaway, index) => new Takeaway
            {
                Id = takeaway.Id!.Value,
                Position = index + 1,
                Statement = takeaway.Statement,
                Explanation = takeaway.Explanation,
            }).ToList(),
            WordCount = rendered.WordCount,
            CanonicalUrl = document.CanonicalUrl ?? (options.SiteUrl is { } siteUrl ? $"{siteUrl}/stories/{rendered.Slug}" : null),
        };
    }
}
