namespace ContentApi.Core.Model;

/// <summary>Describes, in the OpenAPI document, an absolute http or https URL of at most 2,000 characters.</summary>
internal sealed class UrlAttribute : StringSchemaAttribute
{
    public const int MaxCharacters = 2000;

    public UrlAttribute()
        : base(MaxCharacters) => Format = "uri";
}
