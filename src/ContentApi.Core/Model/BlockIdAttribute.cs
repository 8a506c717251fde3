namespace ContentApi.Core.Model;

/// <summary>Describes the id of a block or section in the OpenAPI document.</summary>
internal sealed class BlockIdAttribute : StringSchemaAttribute
{
    public BlockIdAttribute()
        : base(8) => Pattern = "^[bs][a-z0-9]{7}$";
}
