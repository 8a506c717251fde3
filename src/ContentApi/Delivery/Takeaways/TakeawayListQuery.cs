using System.ComponentModel.DataAnnotations;
using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Library;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Delivery.Takeaways;

/// <summary>The parameters of a list of takeaways.</summary>
public sealed record TakeawayListQuery
{
    /// <summary>Only takeaways of stories about this founder (slug).</summary>
    /// <example>melanie-perkins</example>
    [FromQuery(Name = "founder"), Pattern(Slug.Pattern, Slug.Requirement), StringLength(Slug.MaxLength)]
    public string? Founder { get; init; }

    /// <summary>Only takeaways of stories filed under this topic (slug).</summary>
    /// <example>fundraising</example>
    [FromQuery(Name = "topic"), Pattern(Slug.Pattern, Slug.Requirement), StringLength(Slug.MaxLength)]
    public string? Topic { get; init; }

    /// <summary>
    /// Only takeaways of this story, by its current or a former slug. None for the slug of a withdrawn or unknown story.
    /// </summary>
    /// <example>the-no-that-drew-a-map</example>
    [FromQuery(Name = "story"), Pattern(Slug.Pattern, Slug.Requirement), StringLength(Slug.MaxLength)]
    public string? Story { get; init; }

    /// <summary>
    /// Only takeaways that match these words, best first; same syntax as in `GET /v1/search`. At most 2,000 matches are ranked and listed.
    /// </summary>
    /// <example>refusal</example>
    [FromQuery(Name = "q"), StringLength(SearchQuery.MaxLength)]
    public string? Q { get; init; }

    /// <summary>The filters in canonical form, to which a cursor is bound.</summary>
    internal string Canonical => $"takeaways?founder={Founder}&topic={Topic}&story={Story}&q={Q}";

    /// <summary>The cache tags of a page of takeaways.</summary>
    internal string[] Tags => Story is not null ? [CacheTag.Story(Story), CacheTag.FounderNames] : CardTags.ForList(Founder, Topic);
}
