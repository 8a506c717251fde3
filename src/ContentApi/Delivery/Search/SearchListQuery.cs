using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using Dapper;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Delivery.Search;

/// <summary>What is looked for.</summary>
public sealed record SearchListQuery
{
    /// <summary>
    /// What somebody types into a search box, at most 500 characters: words that must all be there, "phrases" in quotation marks,
    /// -exclusions. Letter case, accents and the kind of quotation marks make no difference.
    /// </summary>
    /// <example>investors -yearbook</example>
    [FromQuery(Name = "q"), Required, StringLength(SearchQuery.MaxLength)]
    public required string Q { get; init; }

    /// <summary>Only these, separated by commas; without it all three.</summary>
    /// <example>story,takeaway</example>
    [FromQuery(Name = "type"), AnyOf("story", "founder", "takeaway")]
    public string? Type { get; init; }

    /// <summary>Only stories about this founder (slug), and their takeaways.</summary>
    /// <example>melanie-perkins</example>
    [FromQuery(Name = "founder"), Pattern(Slug.Pattern, Slug.Words), StringLength(Slug.MaxLength)]
    public string? Founder { get; init; }

    /// <summary>Only stories filed under this topic (slug), and their takeaways.</summary>
    /// <example>fundraising</example>
    [FromQuery(Name = "topic"), Pattern(Slug.Pattern, Slug.Words), StringLength(Slug.MaxLength)]
    public string? Topic { get; init; }

    /// <summary>Only stories published in this year at the publisher, and their takeaways.</summary>
    /// <example>2025</example>
    [FromQuery(Name = "year"), Range(1000, 9998)]
    public int? Year { get; init; }

    /// <summary>Items on a page, 1 to 100; 20 without it.</summary>
    /// <example>20</example>
    [FromQuery(Name = "limit"), Range(1, 100)]
    public int? Limit { get; init; }

    /// <summary>`nextCursor` of the page before. It belongs to the query it came from: keep the other parameters.</summary>
    [FromQuery(Name = "cursor"), StringLength(CursorAttribute.Longest, MinimumLength = 1), Cursor]
    public string? Cursor { get; init; }

    internal IReadOnlyCollection<string> Types =>
        Type?.Split(',') ?? (Founder is null && Topic is null && Year is null ? ["story", "founder", "takeaway"] : ["story", "takeaway"]);

    internal string Canonical => $"search?q={Q}&type={Type}&founder={Founder}&topic={Topic}&year={Year}";

    /// <summary>The filters as conditions on the story `s`.</summary>
    internal string Filters(DynamicParameters parameters, TimeZoneInfo zone)
    {
        var conditions = "";
        if (Founder is not null)
        {
            parameters.Add("Founder", Founder);
            conditions += " and s.founder_id = (select id from founder where slug = @Founder)";
        }

        if (Topic is not null)
        {
            parameters.Add("Topic", Topic);
            conditions += " and (select id from topic where slug = @Topic) = any(s.topics)";
        }

        if (Year is { } year)
        {
            parameters.Add("From", InstantAttribute.Parse($"{year:0000}-01-01", zone));
            parameters.Add("Before", InstantAttribute.Parse($"{year + 1:0000}-01-01", zone));
            conditions += " and s.published_at >= @From and s.published_at < @Before";
        }

        return conditions;
    }
}
