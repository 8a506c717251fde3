using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Syndication.Changes;

/// <summary>Which part of the log.</summary>
public sealed record ChangeListQuery
{
    /// <summary>Default of `limit`.</summary>
    public const int DefaultLimit = 100;

    /// <summary>The revision after which to start; 0, or left out: from the beginning.</summary>
    /// <example>0</example>
    [FromQuery(Name = "after"), Revision]
    public long? After { get; init; }

    /// <summary>Revisions in one answer, 1 to 1,000, with `include=story` 1 to 100; 100 without it.</summary>
    /// <example>100</example>
    [FromQuery(Name = "limit"), Range(1, 1000)]
    public int? Limit { get; init; }

    /// <summary>Also bring the stories themselves, so that they need not be fetched one by one.</summary>
    /// <example>story</example>
    [FromQuery(Name = "include"), AllowedValues("story")]
    public string? Include { get; init; }
}
