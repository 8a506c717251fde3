using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContentApi.Stories;

/// <summary>A part of a story's body. A frontend draws label and title as a heading, then the blocks.</summary>
public sealed record Section
{
    /// <summary>Short identifier, unique in the story and kept when the text around it changes.</summary>
    /// <example>s4k2m9q1</example>
    public required string Id { get; init; }

    /// <summary>What kind of part it is ("Prologue", "Act I", "Chapter 2"), or null.</summary>
    /// <example>Act I</example>
    public required string? Label { get; init; }

    /// <summary>Heading without the label, or null where the body starts without a heading or the label stands alone.</summary>
    /// <example>The Long Way to California</example>
    public required string? Title { get; init; }

    /// <summary>Fragment for links into the page, unique in the story. It follows the heading.</summary>
    /// <example>act-i-the-long-way-to-california</example>
    public required string Anchor { get; init; }

    /// <summary>The content, in order.</summary>
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
    public required string Id { get; init; }

    /// <summary>`paragraph`, `heading`, `quote`, `list`, `image`, `code` or `divider`.</summary>
    /// <example>paragraph</example>
    public required string Type { get; init; }

    /// <summary>The text of a paragraph, heading or quote.</summary>
    public IReadOnlyList<Span>? Spans { get; init; }

    /// <summary>Level of a heading, 3 to 6 (1 is the story's title, 2 opens a section).</summary>
    /// <example>3</example>
    public int? Level { get; init; }

    /// <summary>Whom a quote is attributed to.</summary>
    /// <example>The ledger</example>
    public string? Cite { get; init; }

    /// <summary>Whether a list is numbered.</summary>
    /// <example>false</example>
    public bool? Ordered { get; init; }

    /// <summary>The items of a list, each a text of its own.</summary>
    public IReadOnlyList<IReadOnlyList<Span>>? Items { get; init; }

    /// <summary>The picture of an image block.</summary>
    public Image? Image { get; init; }

    /// <summary>Programming language of a code block, as its author named it.</summary>
    /// <example>text</example>
    public string? Language { get; init; }

    /// <summary>The text of a code block, with its line breaks.</summary>
    /// <example>one school        one book a year, every year</example>
    public string? Text { get; init; }
}

/// <summary>A run of text in one style. A line break inside a paragraph is a newline character in `text`.</summary>
public sealed record Span
{
    /// <summary>The characters to draw.</summary>
    /// <example>The students could not find the button.</example>
    public required string Text { get; init; }

    /// <summary>`emphasis`, `strong`, `code`, `strikethrough`; empty for plain text. Skip marks you do not know.</summary>
    /// <example>["emphasis"]</example>
    public required IReadOnlyList<string> Marks { get; init; }

    /// <summary>Address that the text links to, or null.</summary>
    /// <example>https://stories.example.com/stories/yearbooks-first-the-world-later</example>
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
[JsonSerializable(typeof(Image))]
internal sealed partial class StoryBodyJson : JsonSerializerContext
{
    public static StoryBodyJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
