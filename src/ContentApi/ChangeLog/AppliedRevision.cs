using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace ContentApi.ChangeLog;

/// <summary>A revision that a node has applied, with its header value for responses.</summary>
internal sealed class AppliedRevision(long number, int generation)
{
    public long Number => number;

    /// <summary>Gets the generation of the change log. Responses of another generation come from a different log and are invalid.</summary>
    public int Generation => generation;

    public StringValues HeaderValue { get; } = number.ToString(CultureInfo.InvariantCulture);
}
