namespace ContentApi.Core.Model;

/// <summary>The attribution that a story requires where it is republished.</summary>
public sealed record Attribution
{
    /// <summary>Text to show, 1 to 1,000 characters.</summary>
    /// <example>First published by The Founders' Library.</example>
    [StringSchema(1000, MinLength = 1)]
    public required string Text { get; init; }

    /// <summary>URL to link the text to (http or https), or null.</summary>
    /// <example>https://stories.example.com/republish</example>
    [Url]
    public string? Url { get; init; }
}
