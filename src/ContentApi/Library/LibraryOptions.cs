using System.ComponentModel.DataAnnotations;

namespace ContentApi.Library;

/// <summary>Configuration section `Library`: settings of the whole library.</summary>
internal sealed class LibraryOptions : IValidatableObject
{
    /// <summary>
    /// Whether startup imports the sample stories if no story was ever published. Null: only in the Development environment.
    /// </summary>
    public bool? SampleContent { get; init; }

    /// <summary>The base URL of the publisher's public site, for canonical links, such as `https://stories.example.com`.</summary>
    public string? SiteUrl { get; init; }

    /// <summary>The publisher's time zone (IANA name), which applies to dates without a time and to `publishedOn`.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>
    /// The current format version of pre-serialized JSON. Stored JSON with another format version is outdated. See
    /// <see cref="StoryJson.ComputeFormatVersion"/>.
    /// </summary>
    internal long FormatVersion => field == 0 ? field = StoryJson.ComputeFormatVersion(this) : field;

    public TimeZoneInfo GetTimeZone() => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SiteUrl is not null && !(Uri.TryCreate(SiteUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            yield return new ValidationResult("must be an absolute http or https URL", [nameof(SiteUrl)]);
        }

        if (string.IsNullOrEmpty(TimeZone) || !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return new ValidationResult("must be an IANA time zone such as Europe/Berlin", [nameof(TimeZone)]);
        }
    }
}
