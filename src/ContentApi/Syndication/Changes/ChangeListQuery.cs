using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Syndication.Changes;

/// <summary>Selects a part of the change log.</summary>
public sealed record ChangeListQuery
{
    /// <summary>The default of `limit`.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Revision after which to start. If it is 0 or omitted, the list starts at the beginning.</summary>
    /// <example>0</example>
    [FromQuery(Name = "after"), Revision]
    public long? After { get; init; }

    /// <summary>Maximum number of revisions in one response: 1 to 1,000, or 1 to 100 with `include=story`; 100 by default.</summary>
    /// <example>100</example>
    [FromQuery(Name = "limit"), Range(1, 1000)]
    public int? Limit { get; init; }

    /// <summary>Includes the stories, so that they need not be fetched one by one.</summary>
    /// <example>story</example>
    [FromQuery(Name = "include"), OneOf<ChangeInclude>]
    public string? Include { get; init; }
}
