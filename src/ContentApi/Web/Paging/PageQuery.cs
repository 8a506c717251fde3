using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Web.Paging;

/// <summary>The query parameters of every paged list.</summary>
/// <remarks>
/// The query records of lists do not inherit from this record, because the request delegate generator ignores inherited properties.
/// </remarks>
public sealed record PageQuery
{
    /// <summary>Default value of `limit`.</summary>
    public const int DefaultLimit = 20;

    /// <summary>Maximum number of items on a page, from 1 to 100; the default is 20.</summary>
    /// <example>20</example>
    [FromQuery(Name = "limit"), Range(1, 100)]
    public int? Limit { get; init; }

    /// <summary>`nextCursor` of the previous page. It is valid only for the same query: keep the other parameters unchanged.</summary>
    [FromQuery(Name = "cursor"), StringLength(CursorAttribute.MaxCharacters, MinimumLength = 1), Cursor]
    public string? Cursor { get; init; }

    /// <summary>Set to true to get the total number of items on all pages.</summary>
    /// <example>true</example>
    [FromQuery(Name = "count")]
    public bool? Count { get; init; }
}
