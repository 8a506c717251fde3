using System.Text.Json;
using ContentApi.Core.Formats;
using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>Converts rendered documents to stories as they are served.</summary>
internal static class RenderedStoryExtensions
{
    /// <summary>Returns the story without its body, as <see cref="StoryComposer"/> reads it from the library.</summary>
    public static Story ToStory(
        this RenderedStory rendered, Guid id, FounderReference? founder, IReadOnlyList<TopicReference> topics, StoryCorrections corrections, DateTime publishedAt, DateTime updatedAt, LibraryOptions options)
    {
        var document = rendered.Document;
        return new()
        {
            Id = id,
            Slug = rendered.Slug,
            Title = document.Title,
            Dek = document.Dek,
            Byline = document.Byline,
            FounderId = founder?.Id ?? Guid.Empty,
            FounderSlug = founder?.Slug,
            FounderName = founder?.Name,
            PublishedAt = publishedAt,
            PublishedOn = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(publishedAt, options.GetTimeZone())),
            UpdatedAt = updatedAt,
            ReadingMinutes = rendered.ReadingMinutes,
            Image = document.Image is null ? null : new(JsonSerializer.SerializeToUtf8Bytes(document.Image, StoryBodyJsonContext.Relaxed.Image)),
            Language = document.Language ?? LanguageTag.Default,
            Topics = topics,
            Takeaways = document.Takeaways.Select((takeaway, index) => new StoryTakeaway
            {
                Id = takeaway.Id!.Value,
                Position = index + 1,
                Statement = takeaway.Statement,
                Explanation = takeaway.Explanation,
            }).ToList(),
            Rights = document.Rights ?? new(),
            WordCount = rendered.WordCount,
            Corrections = corrections.Newest,
            CorrectionCount = corrections.Count,
            CanonicalUrl = document.CanonicalUrl ?? (options.SiteUrl is { } siteUrl ? $"{siteUrl}/stories/{rendered.Slug}" : null),
        };
    }
}
