namespace ContentApi.Core.Model;

/// <summary>The result of parsing a file: a document, or at least one error.</summary>
internal sealed record DocumentParseResult(StoryDocument? Document, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Gets whether the document is saved as a draft and not published.</summary>
    public bool IsDraft { get; init; }

    public static DocumentParseResult Failed(params IReadOnlyList<Diagnostic> diagnostics) => new(null, diagnostics);
}
