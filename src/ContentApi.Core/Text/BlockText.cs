using ContentApi.Core.Model;

namespace ContentApi.Core.Text;

/// <summary>Reads the text of blocks, without list markers and other additions of a format.</summary>
internal static class BlockText
{
    /// <summary>Returns the texts of a block in reading order: of its spans, items, cells, notes and captions.</summary>
    public static IEnumerable<string> Enumerate(Block block)
    {
        IEnumerable<string?> texts =
        [
            Join(block.Spans),
            .. block.Items.SelectMany(item => item.Children.SelectMany(Enumerate).Prepend(Join(item.Spans) ?? "")),
            .. block.Table is null ? [] : block.Table.Rows.Prepend(block.Table.Header).SelectMany(row => row.Cells).Select(cell => Join(cell.Spans)),
            .. block.Notes.SelectMany(note => note.Blocks).SelectMany(Enumerate),
            block.Cite,
            block.Text,
            block.Image?.Alt,
            block.Image?.Caption,
            block.Image?.Credit,
            block.Embed?.Title,
            block.Embed?.Provider,
        ];
        return texts.OfType<string>().Where(text => text.Length > 0);
    }

    private static string? Join(IReadOnlyList<Span>? spans) => spans switch
    {
        null => null,
        [var single] => single.Text,
        _ => string.Concat(spans.Select(span => span.Text)),
    };
}
