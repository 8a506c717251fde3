namespace ContentApi.Core.Model;

/// <summary>Describes a language tag in the OpenAPI document.</summary>
internal sealed class LanguageTagAttribute : StringSchemaAttribute
{
    public LanguageTagAttribute()
        : base(LanguageTag.MaxLength) => Pattern = LanguageTag.Pattern;
}
