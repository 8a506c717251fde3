namespace ContentApi.Core.Model;

/// <summary>What a file was read as; without a document there is at least one error.</summary>
internal sealed record DocumentParseResult(StoryDocument? Document, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Gets whether the document is to be saved as a draft and not published.</summary>
    public bool IsDraft { get; init; }

    public static DocumentParseResult Failed(params IReadOnlyList<Diagnostic> findings) => new(null, findings);
}
