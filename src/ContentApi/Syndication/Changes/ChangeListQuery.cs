using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Syndication.Changes;

/// <summary>Selects a part of the change log.</summary>
public sealed record ChangeListQuery
{
    /// <summary>The default of `limit`.</summary>
    public const int DefaultLimit = 100;

    /// <summary>
    /// Position after which to start: the `position` of an earlier response. If it is 0 or omitted, the list starts at the beginning. Today,
    /// a position is a revision number; a suffix of a hyphen and hexadecimal digits is reserved for a hash of the log, and is not checked.
    /// </summary>
    /// <example>0</example>
    [FromQuery(Name = "after"), Pattern(LogPosition.Pattern, LogPosition.Requirement), StringLength(LogPosition.MaxLength)]
    public string? After { get; init; }

    /// <summary>Maximum number of revisions in one response: 1 to 1,000, or 1 to 100 with `include=story`; 100 by default.</summary>
    /// <example>100</example>
    [FromQuery(Name = "limit"), Range(1, 1000)]
    public int? Limit { get; init; }

    /// <summary>Includes the stories, so that they need not be fetched one by one.</summary>
    /// <example>story</example>
    [FromQuery(Name = "include"), CommaSeparatedEnum<ChangeInclude>]
    public string? Include { get; init; }
}
