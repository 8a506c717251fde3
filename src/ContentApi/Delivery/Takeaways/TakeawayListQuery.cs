using System.ComponentModel.DataAnnotations;
using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Library;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Delivery.Takeaways;

/// <summary>Which lessons.</summary>
public sealed record TakeawayListQuery
{
    /// <summary>Only lessons of stories about this founder (slug).</summary>
    /// <example>melanie-perkins</example>
    [FromQuery(Name = "founder"), Pattern(Slug.Pattern, Slug.Words), StringLength(Slug.MaxLength)]
    public string? Founder { get; init; }

    /// <summary>Only lessons of stories filed under this topic (slug).</summary>
    /// <example>product-design</example>
    [FromQuery(Name = "topic"), Pattern(Slug.Pattern, Slug.Words), StringLength(Slug.MaxLength)]
    public string? Topic { get; init; }

    /// <summary>Only lessons of this story (slug).</summary>
    /// <example>the-no-that-drew-a-map</example>
    [FromQuery(Name = "story"), Pattern(Slug.Pattern, Slug.Words), StringLength(Slug.MaxLength)]
    public string? Story { get; init; }

    /// <summary>Only lessons with these words, best first; as in `GET /v1/search`. At most 2,000 of those that have them are ranked and listed.</summary>
    /// <example>refusal</example>
    [FromQuery(Name = "q"), StringLength(SearchQuery.MaxLength)]
    public string? Q { get; init; }

    /// <summary>The parameters that choose the lessons, in one form: what a cursor belongs to.</summary>
    internal string Canonical => $"takeaways?founder={Founder}&topic={Topic}&story={Story}&q={Q}";

    /// <summary>What a page of them is made from.</summary>
    internal string[] Tags => Story is not null ? [CacheTag.Story(Story), CacheTag.Names] : CardTags.ForList(Founder, Topic);
}
