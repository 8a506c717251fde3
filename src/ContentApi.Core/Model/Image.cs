using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>An image. Only `url` is always set; other members are null if they are unknown.</summary>
public sealed record Image
{
    /// <summary>Maximum characters of an alternative text or a caption.</summary>
    internal const int MaxTextLength = 2000;

    /// <summary>Absolute URL (http or https) of the image, at most 2,000 characters.</summary>
    /// <example>https://images.example.com/canva-1600.jpg</example>
    [Url]
    public required string Url { get; init; }

    /// <summary>Alternative text for readers who cannot see the image.</summary>
    /// <example>A desk covered with yearbook proofs</example>
    [StringSchema(MaxTextLength)]
    public string? Alt { get; init; }

    /// <summary>Width in pixels.</summary>
    /// <example>1600</example>
    [Range(1, 100_000)]
    public int? Width { get; init; }

    /// <summary>Height in pixels.</summary>
    /// <example>900</example>
    [Range(1, 100_000)]
    public int? Height { get; init; }

    /// <summary>Text to show under the image.</summary>
    /// <example>Where the first yearbooks were laid out</example>
    [StringSchema(MaxTextLength)]
    public string? Caption { get; init; }

    /// <summary>Credit line of the image.</summary>
    /// <example>Photograph: A. Example</example>
    [StringSchema(300)]
    public string? Credit { get; init; }
}
