namespace ContentApi.Core.Model;

/// <summary>Describes, in the OpenAPI document, a type, kind or operation to which values may be added.</summary>
internal sealed class OpenEnumAttribute : StringSchemaAttribute
{
    public OpenEnumAttribute()
        : base(50) => Pattern = "^[a-zA-Z]+(\\.[a-zA-Z]+)?$";
}
