namespace ContentApi.Core.Model;

/// <summary>
/// Describes the limits of a string in the OpenAPI document. Validators and the database enforce the limits. On a list, they apply to
/// each item.
/// Use <see cref="System.ComponentModel.DataAnnotations.RangeAttribute"/> for numbers and
/// <see cref="System.ComponentModel.DataAnnotations.MaxLengthAttribute"/> for lists.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal class StringSchemaAttribute(int maxLength) : Attribute
{
    public int MaxLength => maxLength;

    public int MinLength { get; set; }

    public string? Pattern { get; set; }

    public string? Format { get; set; }
}
