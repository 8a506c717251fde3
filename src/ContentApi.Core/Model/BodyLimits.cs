namespace ContentApi.Core.Model;

/// <summary>Limits of a story body and of the values derived from it. The contract documents them.</summary>
internal static class BodyLimits
{
    /// <summary>Maximum bytes of Markdown in UTF-8.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>
    /// Maximum number of sections, blocks, list items and table cells of a body in total, and of the spans of one text.
    /// </summary>
    public const int MaxElements = 200_000;

    /// <summary>
    /// Maximum nesting of list blocks. The items of a deeper list are moved to the list around it. The JSON of a story then has fewer than 64
    /// levels, the limit of many parsers.
    /// </summary>
    public const int MaxListDepth = 8;

    /// <summary>Maximum number of columns of a table.</summary>
    public const int MaxColumns = 100;

    /// <summary>Maximum characters of one text in the body.</summary>
    public const int MaxTextLength = MaxBytes;

    /// <summary>Maximum characters of a heading. A longer one is kept as a paragraph.</summary>
    public const int MaxHeadingLength = 1000;

    /// <summary>Maximum characters of the label of a section. A longer one is part of the title.</summary>
    public const int MaxSectionLabelLength = 50;

    /// <summary>Maximum characters of the citation of a quote. A longer one is part of the quote.</summary>
    public const int MaxCiteLength = 1000;

    /// <summary>Maximum characters of the language of a code block. A longer one is removed.</summary>
    public const int MaxCodeLanguageLength = 100;

    /// <summary>Maximum characters of the URL of a link. A longer one is removed.</summary>
    public const int MaxHrefLength = 8000;

    /// <summary>Maximum characters of the label of a footnote.</summary>
    public const int MaxFootnoteLabelLength = 50;

    /// <summary>
    /// Maximum characters of all link URLs together: twice what the Markdown can hold, because reference links can repeat a URL.
    /// </summary>
    public const int MaxTotalUrlLength = 2 * MaxBytes;

    /// <summary>
    /// Maximum characters of a rendered body. Repeated marks, URLs, escapes and indentation can make the rendered body much longer than its
    /// Markdown. A story with a longer one cannot be published.
    /// </summary>
    public const int MaxRenderedLength = 20_000_000;
}
