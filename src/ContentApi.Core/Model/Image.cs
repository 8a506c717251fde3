using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A picture. Only `url` is certain; what is not known is null.</summary>
public sealed record Image
{
    /// <summary>Absolute address (http or https) of the picture, at most 2,000 characters.</summary>
    /// <example>https://images.example.com/canva-1600.jpg</example>
    [Url]
    public required string Url { get; init; }

    /// <summary>What the picture shows, for those who cannot see it.</summary>
    /// <example>A desk covered with yearbook proofs</example>
    [StringSchema(BodyLimits.Text, Taken = 2000)]
    public string? Alt { get; init; }

    /// <summary>Width in pixels.</summary>
    /// <example>1600</example>
    [Range(1, 100_000)]
    public int? Width { get; init; }

    /// <summary>Height in pixels.</summary>
    /// <example>900</example>
    [Range(1, 100_000)]
    public int? Height { get; init; }

    /// <summary>Text to print under the picture.</summary>
    /// <example>Where the first yearbooks were laid out</example>
    [StringSchema(BodyLimits.Text, Taken = 2000)]
    public string? Caption { get; init; }

    /// <summary>Whom to credit for the picture.</summary>
    /// <example>Photograph: A. Example</example>
    [StringSchema(300)]
    public string? Credit { get; init; }
}
