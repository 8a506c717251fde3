namespace ContentApi.Core.Model;

/// <summary>Limits of a story body and of the values derived from it. All but the last follow from <see cref="MaxBytes"/>.</summary>
internal static class BodyLimits
{
    /// <summary>Maximum bytes of Markdown in UTF-8.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>Maximum number of sections, blocks, items or spans: one per byte.</summary>
    public const int MaxElements = MaxBytes;

    /// <summary>Maximum characters of one text in the body: one per byte, except that a tab may become four spaces.</summary>
    public const int MaxTextLength = 4 * MaxBytes;

    /// <summary>
    /// Maximum characters of all link URLs together: twice what the Markdown can hold, because reference links can repeat a URL.
    /// </summary>
    public const int MaxTotalUrlLength = 2 * MaxBytes;

    /// <summary>
    /// Maximum characters of a rendered body: PostgreSQL's limit for a text value. Repeated marks, URLs and escapes can make the rendered
    /// body much longer than its Markdown.
    /// </summary>
    public const int MaxRenderedLength = 1_073_741_823;
}
