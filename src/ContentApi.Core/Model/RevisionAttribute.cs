using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>Validates a revision number, up to the largest integer that all JSON parsers read exactly (RFC 8259 section 6).</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class RevisionAttribute() : RangeAttribute(typeof(long), "0", "9007199254740991")
{
    public const long MaxValue = 9007199254740991;
}
