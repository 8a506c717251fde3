namespace ContentApi.Http;

/// <summary>
/// What a text can hold at most, for the contract: the limit that validators and the database keep. On a list it is about each item.
/// Numbers have <see cref="System.ComponentModel.DataAnnotations.RangeAttribute"/>, lists
/// <see cref="System.ComponentModel.DataAnnotations.MaxLengthAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal class TextAttribute(int maxLength) : Attribute
{
    public int MaxLength => maxLength;

    /// <summary>What bodies may hold of it, where that is less than what answers can: 0 for the same.</summary>
    public int Taken { get; set; }

    public int MinLength { get; set; }

    public string? Pattern { get; set; }

    public string? Format { get; set; }
}

/// <summary>One of the service's own words, such as a type, kind or operation, of which there will be more.</summary>
internal sealed class WordAttribute : TextAttribute
{
    public WordAttribute()
        : base(50) => Pattern = "^[a-zA-Z]+(\\.[a-zA-Z]+)?$";
}

/// <summary>An absolute http or https address of at most 2,000 characters.</summary>
internal sealed class WebAddressAttribute : TextAttribute
{
    public const int Longest = 2000;

    public WebAddressAttribute()
        : base(Longest) => Format = "uri";
}

/// <summary>A place in a list, as lists give it out.</summary>
internal sealed class CursorAttribute : TextAttribute
{
    public const int Longest = 2000;

    public CursorAttribute()
        : base(Longest) => Pattern = "^[A-Za-z0-9_-]+$";
}
