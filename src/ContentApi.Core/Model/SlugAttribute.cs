namespace ContentApi.Core.Model;

/// <summary>Describes a slug in the OpenAPI document.</summary>
internal sealed class SlugAttribute : StringSchemaAttribute
{
    public SlugAttribute()
        : base(Slug.MaxLength) => (MinLength, Pattern) = (1, Slug.Pattern);
}
