namespace ContentApi.Core.Model;

/// <summary>One of the service's own words, such as a type, kind or operation, of which there will be more.</summary>
internal sealed class OpenEnumAttribute : StringSchemaAttribute
{
    public OpenEnumAttribute()
        : base(50) => Pattern = "^[a-zA-Z]+(\\.[a-zA-Z]+)?$";
}
