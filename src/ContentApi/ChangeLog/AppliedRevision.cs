using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace ContentApi.ChangeLog;

/// <summary>A revision that a node has applied, with its text, which is on every answer.</summary>
internal sealed class AppliedRevision(long number, int generation)
{
    public long Number => number;

    /// <summary>Answers of another generation are of another log.</summary>
    public int Generation => generation;

    public StringValues Text { get; } = number.ToString(CultureInfo.InvariantCulture);
}
