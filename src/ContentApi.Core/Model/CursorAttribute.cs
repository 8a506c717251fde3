namespace ContentApi.Core.Model;

/// <summary>Describes a pagination cursor in the OpenAPI document.</summary>
internal sealed class CursorAttribute : StringSchemaAttribute
{
    public const int MaxCharacters = 2000;

    public CursorAttribute()
        : base(MaxCharacters) => Pattern = "^[A-Za-z0-9_-]+$";
}
