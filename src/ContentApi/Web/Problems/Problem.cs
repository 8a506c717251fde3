using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Web.Problems;

/// <summary>The body of every error response (4xx and 5xx), as `application/problem+json` (RFC 9457).</summary>
public sealed record Problem
{
    /// <summary>Identifies the kind of problem: a relative reference that is the same for every occurrence.</summary>
    /// <example>/problems/invalid-request</example>
    [StringSchema(100, Format = "uri-reference", Pattern = "^/problems/[a-z0-9-]+$")]
    public required string Type { get; init; }

    /// <summary>Short description of the kind of problem.</summary>
    /// <example>The request is not valid</example>
    [StringSchema(100)]
    public required string Title { get; init; }

    /// <summary>HTTP status code.</summary>
    /// <example>400</example>
    [Range(400, 599)]
    public required int Status { get; init; }

    /// <summary>
    /// Describes this occurrence and how to resolve it. A text that is too long is truncated and ends with an ellipsis. If `errors` does
    /// not list all faults, the last sentence counts the others.
    /// </summary>
    /// <example>limit must be from 1 to 100.</example>
    [StringSchema(ProblemBounds.MaxDetailLength)]
    public required string Detail { get; init; }

    /// <summary>Path of the request. A path of more than 2,000 characters is truncated and ends with three dots.</summary>
    /// <example>/v1/stories</example>
    [StringSchema(ProblemBounds.MaxInstanceLength, Format = "uri-reference")]
    public required string Instance { get; init; }

    /// <summary>Identifier to quote when you report the problem (W3C trace id).</summary>
    /// <example>4bf92f3577b34da6a3ce929d0e0e4736</example>
    [StringSchema(32, Pattern = "^[0-9a-f]{32}$")]
    public required string TraceId { get; init; }

    /// <summary>
    /// Maps each invalid parameter, header or member to its faults; null if the problem concerns none of them. A problem has at most 32,768
    /// bytes and lists at most 100 names. Long names and texts are truncated and end with an ellipsis; `detail` counts the faults that are
    /// not listed.
    /// </summary>
    /// <example>{ "limit": ["must be a whole number from 1 to 100."] }</example>
    [StringSchema(ProblemBounds.MaxFaultLength), MaxLength(100)]
    public required IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}
