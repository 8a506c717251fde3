using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using ContentApi.Web.Validation;

namespace ContentApi.Newsroom.Imports;

/// <summary>A warning or an error about a document.</summary>
public sealed record ImportDiagnostic
{
    /// <summary>Line of the document, from 1; null if the message is not about a single line.</summary>
    /// <example>4</example>
    [Range(1, RequestLimits.MaxBodyBytes)]
    public required int? Line { get; init; }

    /// <summary>Description of the problem. A message of more than 2,000 characters is truncated and ends with an ellipsis.</summary>
    /// <example>the unknown key 'club' is ignored</example>
    [StringSchema(ImportDiagnosticList.MaxMessageLength)]
    public required string Message { get; init; }
}
