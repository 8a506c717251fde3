namespace ContentApi.Core.Model;

/// <summary>The result of parsing a file: a document, or at least one error.</summary>
internal sealed record DocumentParseResult(StoryDocument? Document, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Gets whether to save the document as a draft instead of publishing it.</summary>
    public bool IsDraft { get; init; }

    public static DocumentParseResult Failed(params IReadOnlyList<Diagnostic> diagnostics) => new(null, diagnostics);
}
