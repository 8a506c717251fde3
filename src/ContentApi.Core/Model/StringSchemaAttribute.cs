namespace ContentApi.Core.Model;

/// <summary>
/// What a text can hold at most, for the contract: the limit that validators and the database keep. On a list it is about each item.
/// Numbers have <see cref="System.ComponentModel.DataAnnotations.RangeAttribute"/>, lists
/// <see cref="System.ComponentModel.DataAnnotations.MaxLengthAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal class StringSchemaAttribute(int maxLength) : Attribute
{
    public int MaxLength => maxLength;

    /// <summary>What bodies may hold of it, where that is less than what answers can: 0 for the same.</summary>
    public int Taken { get; set; }

    public int MinLength { get; set; }

    public string? Pattern { get; set; }

    public string? Format { get; set; }
}
