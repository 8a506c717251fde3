namespace ContentApi.Core.Model;

/// <summary>Id of a section or block, for the contract.</summary>
internal sealed class BodyIdAttribute : StringSchemaAttribute
{
    public BodyIdAttribute()
        : base(8) => Pattern = "^[bs][a-z0-9]{7}$";
}
