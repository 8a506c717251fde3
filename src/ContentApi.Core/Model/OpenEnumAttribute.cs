namespace ContentApi.Core.Model;

/// <summary>Describes an open enum in the OpenAPI document: a string with known values, to which values may be added.</summary>
internal sealed class OpenEnumAttribute : StringSchemaAttribute
{
    public OpenEnumAttribute()
        : base(50) => Pattern = "^[a-zA-Z]+(\\.[a-zA-Z]+)?$";
}
