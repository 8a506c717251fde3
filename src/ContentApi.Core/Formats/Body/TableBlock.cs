using ContentApi.Core.Model;
using Markdig.Syntax;

namespace ContentApi.Core.Formats.Body;

/// <summary>A table in a parsed body. Its children are rows, whose children are the cells; the first row is the header.</summary>
internal sealed class TableBlock() : ContainerBlock(parser: null)
{
    /// <summary>Gets the alignment of each column.</summary>
    public required IReadOnlyList<TableAlignment> Alignments { get; init; }

    public IEnumerable<TableRowBlock> Rows => this.OfType<TableRowBlock>();
}

/// <summary>A row of a table. Each cell is a paragraph, so that its text is parsed as any other.</summary>
internal sealed class TableRowBlock() : ContainerBlock(parser: null);
