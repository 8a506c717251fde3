using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using ContentApi.Web.Validation;

namespace ContentApi.Newsroom.Imports;

/// <summary>A warning or an error about a document.</summary>
public sealed record ImportDiagnostic
{
    /// <summary>Maximum characters of a message. A longer one, which quotes the document, ends with an ellipsis.</summary>
    internal const int MaxMessageLength = 1000;

    /// <summary>Maximum number of warnings or errors of a result. The last one counts those that are left out.</summary>
    internal const int MaxCount = 1000;

    /// <summary>Line of the document, from 1; null if the message is not about a single line.</summary>
    /// <example>3</example>
    [Range(1, RequestLimits.MaxBodyBytes)]
    public required int? Line { get; init; }

    /// <summary>Description of the problem.</summary>
    /// <example>unknown key 'club' is ignored</example>
    [StringSchema(MaxMessageLength)]
    public required string Message { get; init; }

    /// <summary>Returns the diagnostics of one severity.</summary>
    internal static List<ImportDiagnostic> From(IEnumerable<Diagnostic> diagnostics, DiagnosticSeverity severity)
    {
        var all = diagnostics.Where(diagnostic => diagnostic.Severity == severity).ToList();
        var listed = all.Take(all.Count <= MaxCount ? MaxCount : MaxCount - 1).Select(diagnostic => new ImportDiagnostic
        {
            Line = diagnostic.Line,
            Message = diagnostic.Message.Length <= MaxMessageLength ? diagnostic.Message : diagnostic.Message[..(MaxMessageLength - 1)] + "…",
        }).ToList();
        if (listed.Count < all.Count)
        {
            listed.Add(new() { Line = null, Message = FormattableString.Invariant($"{all.Count - listed.Count:N0} more messages are left out") });
        }

        return listed;
    }
}
