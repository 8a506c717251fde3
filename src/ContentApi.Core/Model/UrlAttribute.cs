namespace ContentApi.Core.Model;

/// <summary>Describes an absolute http or https URL of at most 2,000 characters in the contract.</summary>
internal sealed class UrlAttribute : StringSchemaAttribute
{
    public const int MaxCharacters = 2000;

    public UrlAttribute()
        : base(MaxCharacters) => Format = "uri";
}
