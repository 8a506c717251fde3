using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>
/// A piece of content in a section, a list item or a footnote. `type` determines which other members are set; the rest are null or empty.
/// Types may be added: skip blocks whose type you do not recognize.
/// </summary>
public sealed record Block
{
    /// <summary>Short identifier, unique in the story and preserved when other blocks change.</summary>
    /// <example>b7d0x3f2</example>
    [BlockId]
    public required string Id { get; init; }

    /// <summary>`paragraph`, `heading`, `quote`, `list`, `image`, `code`, `divider`, `table`, `embed` or `footnotes`.</summary>
    /// <example>paragraph</example>
    [OpenEnum("BlockType", typeof(BlockType))]
    public required string Type { get; init; }

    /// <summary>The text of a paragraph, heading or quote.</summary>
    [MaxLength(BodyLimits.MaxElements)]
    public IReadOnlyList<Span>? Spans { get; init; }

    /// <summary>Level of a heading, 3 to 6. Headings of levels 1 and 2 start sections instead.</summary>
    /// <example>3</example>
    [Range(3, 6)]
    public int? Level { get; init; }

    /// <summary>The person or source that a quote is attributed to.</summary>
    /// <example>The ledger</example>
    [StringSchema(BodyLimits.MaxCiteLength)]
    public string? Cite { get; init; }

    /// <summary>Whether a list is numbered.</summary>
    /// <example>false</example>
    public bool? Ordered { get; init; }

    /// <summary>The items of a list; empty for other blocks.</summary>
    [MaxLength(BodyLimits.MaxElements)]
    [JsonConverter(typeof(ListItemsConverter))]
    public IReadOnlyList<ListItem> Items { get; init; } = [];

    /// <summary>The image of an image block.</summary>
    public Image? Image { get; init; }

    /// <summary>URL that the image of an image block links to, or null: as `href` of a span.</summary>
    /// <example>https://stories.example.com/stories/yearbooks-first-the-world-later</example>
    [StringSchema(BodyLimits.MaxHrefLength)]
    public string? Href { get; init; }

    /// <summary>Programming language of a code block, as given by the author.</summary>
    /// <example>text</example>
    [StringSchema(BodyLimits.MaxCodeLanguageLength)]
    public string? Language { get; init; }

    /// <summary>The text of a code block, including line breaks.</summary>
    /// <example>one school        one book a year, every year</example>
    [StringSchema(BodyLimits.MaxTextLength)]
    public string? Text { get; init; }

    /// <summary>The table of a table block.</summary>
    public Table? Table { get; init; }

    /// <summary>The embedded resource of an embed block.</summary>
    public Embed? Embed { get; init; }

    /// <summary>The notes of a footnotes block; empty for other blocks.</summary>
    [MaxLength(BodyLimits.MaxElements)]
    public IReadOnlyList<Footnote> Notes { get; init; } = [];
}
