namespace ContentApi.Core.Model;

/// <summary>Describes a pagination cursor in the contract.</summary>
internal sealed class CursorAttribute : StringSchemaAttribute
{
    public const int MaxCharacters = 2000;

    public CursorAttribute()
        : base(MaxCharacters) => Pattern = "^[A-Za-z0-9_-]+$";
}
