using System.Globalization;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Imports;

/// <summary>Creates the warnings or errors of a response, at most <see cref="MaxCount"/>. If there are more, the last one counts them.</summary>
internal static class ImportDiagnosticList
{
    /// <summary>Maximum number of diagnostics in a list, including the one that counts those that are not listed.</summary>
    public const int MaxCount = 100;

    /// <summary>Maximum length of a message in characters. A longer message is truncated and ends with an ellipsis.</summary>
    public const int MaxMessageLength = 2_000;

    public static IReadOnlyList<ImportDiagnostic> Create(IReadOnlyList<Diagnostic> diagnostics, DiagnosticSeverity severity)
    {
        var matching = diagnostics.Where(diagnostic => diagnostic.Severity == severity).ToList();
        var listed = matching.Count <= MaxCount ? matching.Count : MaxCount - 1;
        var result = matching.Take(listed).Select(diagnostic => new ImportDiagnostic { Line = diagnostic.Line, Message = Truncate(diagnostic.Message) }).ToList();
        if (listed < matching.Count)
        {
            var noun = severity == DiagnosticSeverity.Warning ? "warnings" : "errors";
            result.Add(new() { Line = null, Message = string.Create(CultureInfo.InvariantCulture, $"{matching.Count - listed:N0} more {noun} are not listed") });
        }

        return result;
    }

    private static string Truncate(string message)
    {
        if (message.Length <= MaxMessageLength)
        {
            return message;
        }

        var end = MaxMessageLength - 1;
        return string.Concat(message.AsSpan(0, char.IsHighSurrogate(message[end - 1]) ? end - 1 : end), "…");
    }
}
