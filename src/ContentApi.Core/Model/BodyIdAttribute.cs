namespace ContentApi.Core.Model;

/// <summary>Describes the id of a section or block in the contract.</summary>
internal sealed class BodyIdAttribute : StringSchemaAttribute
{
    public BodyIdAttribute()
        : base(8) => Pattern = "^[bs][a-z0-9]{7}$";
}
