using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A table: a header and rows of cells.</summary>
public sealed record Table
{
    /// <summary>The alignment of each column; its length is the number of columns.</summary>
    [MaxLength(BodyLimits.MaxColumns)]
    public required IReadOnlyList<TableAlignment> Alignments { get; init; }

    /// <summary>The header, with a cell for each column.</summary>
    public required TableRow Header { get; init; }

    /// <summary>The rows below the header. A row can have fewer cells than columns; the missing cells at its end are empty.</summary>
    [MaxLength(BodyLimits.MaxElements)]
    public required IReadOnlyList<TableRow> Rows { get; init; }
}

/// <summary>A row of a table.</summary>
public sealed record TableRow
{
    /// <summary>The cells of the row, from the first column.</summary>
    [MaxLength(BodyLimits.MaxColumns)]
    public required IReadOnlyList<TableCell> Cells { get; init; }
}

/// <summary>A cell of a table.</summary>
public sealed record TableCell
{
    /// <summary>The text of the cell; empty for an empty cell.</summary>
    [MaxLength(BodyLimits.MaxElements)]
    public required IReadOnlyList<Span> Spans { get; init; }
}
