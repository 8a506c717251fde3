using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Newsroom.Drafts;

/// <summary>Which drafts.</summary>
public sealed record DraftListQuery
{
    /// <summary>Only drafts in this state.</summary>
    /// <example>published</example>
    [FromQuery(Name = "state"), AllowedValues("draft", "scheduled", "published", "changed", "withdrawn")]
    public string? State { get; init; }

    /// <summary>The parameters that choose the drafts, in one form: what a cursor belongs to.</summary>
    internal string Canonical => $"drafts?state={State}";
}
