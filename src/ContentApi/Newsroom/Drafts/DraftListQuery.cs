using ContentApi.Core.Model;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Newsroom.Drafts;

/// <summary>The filters of the list of drafts.</summary>
public sealed record DraftListQuery
{
    /// <summary>Returns only drafts in this state.</summary>
    /// <example>published</example>
    [FromQuery(Name = "state"), OneOf<DraftState>]
    public string? State { get; init; }

    /// <summary>Gets the canonical form of the filters, which binds a cursor to its query.</summary>
    internal string Canonical => $"drafts?state={State}";
}
