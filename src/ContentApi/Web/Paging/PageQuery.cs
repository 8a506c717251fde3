using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Web.Paging;

/// <summary>
/// The parameters that every paged list takes, beside its own: the generator of the endpoints' code does not see what a record inherits.
/// </summary>
public sealed record PageQuery
{
    /// <summary>Default of `limit`.</summary>
    public const int DefaultLimit = 20;

    /// <summary>Items on a page, 1 to 100; 20 without it.</summary>
    /// <example>20</example>
    [FromQuery(Name = "limit"), Range(1, 100)]
    public int? Limit { get; init; }

    /// <summary>`nextCursor` of the page before. It belongs to the query it came from: keep the other parameters.</summary>
    [FromQuery(Name = "cursor"), StringLength(CursorAttribute.Longest, MinimumLength = 1), Cursor]
    public string? Cursor { get; init; }

    /// <summary>Whether to count the items on all pages.</summary>
    /// <example>true</example>
    [FromQuery(Name = "count")]
    public bool? Count { get; init; }
}
