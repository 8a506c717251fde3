using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace ContentApi.ChangeLog;

/// <summary>A revision that a node has applied: it has read the change log up to this revision.</summary>
internal sealed class AppliedRevision(long number, int generation)
{
    public long Number => number;

    /// <summary>Gets the generation of the change log. Cached responses of other generations are invalid: their log was replaced.</summary>
    public int Generation => generation;

    /// <summary>Gets the number as the value of a response header.</summary>
    public StringValues HeaderValue { get; } = number.ToString(CultureInfo.InvariantCulture);
}
