using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Delivery.Stories;

/// <summary>The filters and the sort order of a list of stories.</summary>
public sealed record StoryListQuery
{
    /// <summary>Only stories about this founder (slug).</summary>
    /// <example>melanie-perkins</example>
    [FromQuery(Name = "founder"), Pattern(Slug.Pattern, Slug.Requirement), StringLength(Slug.MaxLength)]
    public string? Founder { get; init; }

    /// <summary>Only stories filed under this topic (slug).</summary>
    /// <example>fundraising</example>
    [FromQuery(Name = "topic"), Pattern(Slug.Pattern, Slug.Requirement), StringLength(Slug.MaxLength)]
    public string? Topic { get; init; }

    /// <summary>Only stories in this language (BCP 47 tag, as on the card).</summary>
    /// <example>en</example>
    [FromQuery(Name = "language"), Pattern(LanguageTag.Pattern, "must be a language tag such as en or zh-Hant."), StringLength(LanguageTag.MaxLength)]
    public string? Language { get; init; }

    /// <summary>Only stories published at or after this instant (RFC 3339) or date (midnight in the publisher's time zone).</summary>
    /// <example>2025-01-01</example>
    [FromQuery(Name = "publishedFrom"), Instant, StringLength(InstantAttribute.MaxLength)]
    public string? PublishedFrom { get; init; }

    /// <summary>Only stories published before this instant (RFC 3339) or date (midnight in the publisher's time zone).</summary>
    /// <example>2026-12-31T23:00:00Z</example>
    [FromQuery(Name = "publishedBefore"), Instant, StringLength(InstantAttribute.MaxLength)]
    public string? PublishedBefore { get; init; }

    /// <summary>Only stories with at most this reading time, in minutes.</summary>
    /// <example>15</example>
    [FromQuery(Name = "readingMinutesMax"), Range(1, 1000)]
    public int? ReadingMinutesMax { get; init; }

    /// <summary>Sort order: newest first (default), oldest first, by title, or shortest first.</summary>
    /// <example>-publishedAt</example>
    [FromQuery(Name = "sort"), OneOf<StoryOrder>]
    public string? Sort { get; init; }

    /// <summary>Optional members of the cards to include.</summary>
    /// <example>topics,takeaways</example>
    [FromQuery(Name = "include"), CommaSeparatedEnum<CardInclude>]
    public string? Include { get; init; }

    internal StoryOrder Order => EnumNames.ParseOrDefault(Sort, StoryOrder.NewestFirst);

    /// <summary>The filters and the sort order in canonical form, to which a cursor is bound.</summary>
    internal string Canonical =>
        $"stories?founder={Founder}&topic={Topic}&language={Language}&from={PublishedFrom}&before={PublishedBefore}&max={ReadingMinutesMax}&sort={Order.GetName()}";
}
