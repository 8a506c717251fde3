using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContentApi.Http;

namespace ContentApi.Stories;

/// <summary>What can become of a body. It is limited in bytes, and what it says is made of these.</summary>
internal static class BodyLimits
{
    /// <summary>Bytes of Markdown, and so the most sections, blocks, items or spans.</summary>
    public const int Bytes = 1_000_000;

    /// <summary>Characters of one text of it: no more than its bytes, where a tab may become four spaces.</summary>
    public const int Text = 4 * Bytes;

    /// <summary>Characters of all its links' addresses: twice what can be written out, where a few are referred to again and again.</summary>
    public const int Addresses = 2 * Bytes;

    /// <summary>Characters of the whole in another form, in which marks, addresses and escapes repeat: PostgreSQL's limit of a text.</summary>
    public const int Rendered = 1_073_741_823;
}

/// <summary>Id of a section or block, for the contract.</summary>
internal sealed class BodyIdAttribute : TextAttribute
{
    public BodyIdAttribute()
        : base(8) => Pattern = "^[bs][a-z0-9]{7}$";
}

/// <summary>A part of a story's body. A frontend draws label and title as a heading, then the blocks.</summary>
public sealed record Section
{
    /// <summary>Short identifier, unique in the story and kept when the text around it changes.</summary>
    /// <example>s4k2m9q1</example>
    [BodyId]
    public required string Id { get; init; }

    /// <summary>What kind of part it is ("Prologue", "Act I", "Chapter 2"), or null.</summary>
    /// <example>Act I</example>
    [Text(BodyLimits.Text)]
    public required string? Label { get; init; }

    /// <summary>Heading without the label, or null where the body starts without a heading or the label stands alone.</summary>
    /// <example>The Long Way to California</example>
    [Text(BodyLimits.Text)]
    public required string? Title { get; init; }

    /// <summary>Fragment for links into the page, unique in the story. It follows the heading.</summary>
    /// <example>act-i-the-long-way-to-california</example>
    [Text(Slug.MaxLength + 8, MinLength = 1, Pattern = Slug.Pattern)]
    public required string Anchor { get; init; }

    /// <summary>The content, in order.</summary>
    [MaxLength(BodyLimits.Bytes)]
    public required IReadOnlyList<Block> Blocks { get; init; }
}

/// <summary>
/// One piece of content. `type` says which of the other members are filled; the rest are null.
/// More types will come: skip a block whose type you do not know.
/// </summary>
public sealed record Block
{
    /// <summary>Short identifier, unique in the story, kept when other blocks change.</summary>
    /// <example>b7d0x3f2</example>
    [BodyId]
    public required string Id { get; init; }

    /// <summary>`paragraph`, `heading`, `quote`, `list`, `image`, `code` or `divider`.</summary>
    /// <example>paragraph</example>
    [Word]
    public required string Type { get; init; }

    /// <summary>The text of a paragraph, heading or quote.</summary>
    [MaxLength(BodyLimits.Bytes)]
    public IReadOnlyList<Span>? Spans { get; init; }

    /// <summary>Level of a heading, 3 to 6 (1 is the story's title, 2 opens a section).</summary>
    /// <example>3</example>
    [Range(3, 6)]
    public int? Level { get; init; }

    /// <summary>Whom a quote is attributed to.</summary>
    /// <example>The ledger</example>
    [Text(BodyLimits.Text)]
    public string? Cite { get; init; }

    /// <summary>Whether a list is numbered.</summary>
    /// <example>false</example>
    public bool? Ordered { get; init; }

    /// <summary>The items of a list, each a text of its own.</summary>
    [MaxLength(BodyLimits.Bytes)]
    public IReadOnlyList<IReadOnlyList<Span>>? Items { get; init; }

    /// <summary>The picture of an image block.</summary>
    public Image? Image { get; init; }

    /// <summary>Programming language of a code block, as its author named it.</summary>
    /// <example>text</example>
    [Text(BodyLimits.Text)]
    public string? Language { get; init; }

    /// <summary>The text of a code block, with its line breaks.</summary>
    /// <example>one school        one book a year, every year</example>
    [Text(BodyLimits.Text)]
    public string? Text { get; init; }
}

/// <summary>A run of text in one style. A line break inside a paragraph is a newline character in `text`.</summary>
public sealed record Span
{
    /// <summary>The characters to draw.</summary>
    /// <example>The students could not find the button.</example>
    [Text(BodyLimits.Text)]
    public required string Text { get; init; }

    /// <summary>`emphasis`, `strong`, `code`, `strikethrough`; empty for plain text. Skip marks you do not know.</summary>
    /// <example>["emphasis"]</example>
    [Word, MaxLength(20)]
    public required IReadOnlyList<string> Marks { get; init; }

    /// <summary>Address that the text links to, or null.</summary>
    /// <example>https://stories.example.com/stories/yearbooks-first-the-world-later</example>
    [Text(BodyLimits.Text)]
    public required string? Href { get; init; }
}

/// <summary>The names of block types and marks on the wire.</summary>
internal static class BlockType
{
    public const string Paragraph = "paragraph";
    public const string Heading = "heading";
    public const string Quote = "quote";
    public const string List = "list";
    public const string Image = "image";
    public const string Code = "code";
    public const string Divider = "divider";
}

internal static class Mark
{
    public const string Emphasis = "emphasis";
    public const string Strong = "strong";
    public const string Code = "code";
    public const string Strikethrough = "strikethrough";
}

/// <summary>How sections and images are stored: the bytes that delivery writes through.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Section>))]
[JsonSerializable(typeof(Block))]
[JsonSerializable(typeof(Image))]
internal sealed partial class StoryBodyJson : JsonSerializerContext
{
    public static StoryBodyJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
