using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Newsroom.Audit;

/// <summary>The parameters of the audit.</summary>
public sealed record AuditQuery
{
    /// <summary>Only what was done to the draft, story or founder of this name.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [FromQuery(Name = "slug"), StringLength(200, MinimumLength = 1)]
    public string? Slug { get; init; }

    /// <summary>Only what the key of this id did.</summary>
    [FromQuery(Name = "key"), Pattern("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", "must be the id of a key, in lower case."), StringLength(36)]
    public string? Key { get; init; }

    /// <summary>Only this action.</summary>
    /// <example>story.published</example>
    [FromQuery(Name = "action"), Pattern("^[a-zA-Z]{1,50}\\.[a-zA-Z]{1,50}$", "must be an action such as story.published."), StringLength(101)]
    public string? Action { get; init; }

    internal string Canonical => $"audit {Slug} {Key} {Action}";
}
