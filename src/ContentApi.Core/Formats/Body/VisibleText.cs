using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats.Body;

/// <summary>Determines whether content has anything visible.</summary>
internal static class VisibleText
{
    /// <summary>
    /// Returns whether a body contains an image or visible text, including code. Ignores dividers, spaces and invisible characters.
    /// </summary>
    public static bool ExistsIn(IReadOnlyList<Section> sections) =>
        sections.Any(section => ExistsIn(section.Label) || ExistsIn(section.Title) || section.Blocks.Any(ExistsIn));

    /// <summary>Returns whether a text has a visible character.</summary>
    public static bool ExistsIn(string? text) => text is not null && DisplayText.HasVisibleCharacter(text);

    private static bool ExistsIn(Block block) => block.Type switch
    {
        BlockType.Image or BlockType.Embed => true,
        BlockType.List => block.Items.Any(item => item.Children.Any(ExistsIn)) || BlockText.Enumerate(block).Any(ExistsIn),
        _ => BlockText.Enumerate(block).Any(ExistsIn),
    };
}
