using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Newsroom.Audit;

/// <summary>The filters of the audit log.</summary>
public sealed record AuditListQuery
{
    /// <summary>Returns only entries about the resource with this slug.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [FromQuery(Name = "slug"), StringLength(200, MinimumLength = 1)]
    public string? Slug { get; init; }

    /// <summary>Returns only entries of the API key with this id.</summary>
    [FromQuery(Name = "key"), Pattern("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", "must be the id of a key, in lower case."), StringLength(36)]
    public string? Key { get; init; }

    /// <summary>Returns only entries of this action.</summary>
    /// <example>story.published</example>
    [FromQuery(Name = "action"), Pattern("^[a-zA-Z]{1,50}\\.[a-zA-Z]{1,50}$", "must be an action such as story.published."), StringLength(101)]
    public string? Action { get; init; }

    /// <summary>Gets the canonical form of the filters, which binds a cursor to its query.</summary>
    internal string Canonical => $"audit {Slug} {Key} {Action}";
}
