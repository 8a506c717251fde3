using System.ComponentModel.DataAnnotations;
using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Library;
using Dapper;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Delivery.Search;

/// <summary>The parameters of a search.</summary>
public sealed record SearchListQuery
{
    /// <summary>
    /// The search text, at most 500 characters: words that must all occur, "phrases" in quotation marks, and -exclusions. Letter case,
    /// accents and the style of quotation marks are ignored.
    /// </summary>
    /// <example>investors -yearbook</example>
    [FromQuery(Name = "q"), Required, StringLength(SearchQuery.MaxLength)]
    public required string Q { get; init; }

    /// <summary>Only results of these types; all three by default.</summary>
    /// <example>story,takeaway</example>
    [FromQuery(Name = "type"), CommaSeparatedEnum<SearchType>]
    public string? Type { get; init; }

    /// <summary>Only stories about this founder (slug), and their takeaways.</summary>
    /// <example>melanie-perkins</example>
    [FromQuery(Name = "founder"), Pattern(Slug.Pattern, Slug.Requirement), StringLength(Slug.MaxLength)]
    public string? Founder { get; init; }

    /// <summary>Only stories filed under this topic (slug), and their takeaways.</summary>
    /// <example>fundraising</example>
    [FromQuery(Name = "topic"), Pattern(Slug.Pattern, Slug.Requirement), StringLength(Slug.MaxLength)]
    public string? Topic { get; init; }

    /// <summary>Only stories published in this year, in the publisher's time zone, and their takeaways.</summary>
    /// <example>2025</example>
    [FromQuery(Name = "year"), Range(1000, 9998)]
    public int? Year { get; init; }

    /// <summary>Items per page, 1 to 100; 20 by default.</summary>
    /// <example>20</example>
    [FromQuery(Name = "limit"), Range(1, 100)]
    public int? Limit { get; init; }

    /// <summary>
    /// `nextCursor` of the previous page. A cursor is valid only with the query that returned it: keep the other parameters.
    /// </summary>
    [FromQuery(Name = "cursor"), StringLength(CursorAttribute.MaxCharacters, MinimumLength = 1), Cursor]
    public string? Cursor { get; init; }

    internal IReadOnlyCollection<SearchType> Types =>
        Type is not null ? Array.ConvertAll(Type.Split(','), EnumNames.Parse<SearchType>)
        : Founder is null && Topic is null && Year is null ? Enum.GetValues<SearchType>()
        : [SearchType.Story, SearchType.Takeaway];

    internal string Canonical => $"search?q={Q}&type={Type}&founder={Founder}&topic={Topic}&year={Year}";

    /// <summary>Returns the filters as SQL conditions on `s`, a row of `story_search`. Adds their values to the parameters.</summary>
    internal string BuildConditions(DynamicParameters parameters, TimeZoneInfo zone)
    {
        var conditions = "";
        if (Founder is not null)
        {
            parameters.Add("Founder", Founder);
            conditions += $" and s.founder_id = {RedirectSql.FindId(LibraryChangeKind.Founder, "@Founder")}";
        }

        if (Topic is not null)
        {
            parameters.Add("Topic", Topic);
            conditions += $" and {RedirectSql.FindId(LibraryChangeKind.Topic, "@Topic")} = any(s.topics)";
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
