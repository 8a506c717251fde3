namespace ContentApi.Core.Model;

/// <summary>A language tag, for the contract.</summary>
internal sealed class LanguageTagAttribute : StringSchemaAttribute
{
    public LanguageTagAttribute()
        : base(LanguageTag.MaxLength) => Pattern = LanguageTag.Pattern;
}
