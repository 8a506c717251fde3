namespace ContentApi.Core.Model;

/// <summary>Describes a pagination cursor in the contract.</summary>
internal sealed class CursorAttribute : StringSchemaAttribute
{
    public const int Longest = 2000;

    public CursorAttribute()
        : base(Longest) => Pattern = "^[A-Za-z0-9_-]+$";
}
