namespace ContentApi.Core.Model;

/// <summary>The values of the `body` parameter: the format of the story's body in the response.</summary>
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
