namespace ContentApi.Core.Model;

/// <summary>Format of a story's body: blocks, a single string, or none.</summary>
internal enum BodyFormat
{
    /// <summary>Sections with blocks.</summary>
    Blocks,

    /// <summary>A single text in HTML.</summary>
    Html,

    /// <summary>A single text in Markdown.</summary>
    Markdown,

    /// <summary>A single plain text.</summary>
    Text,

    /// <summary>No body.</summary>
    None,
}
