namespace ContentApi.Core.Model;

/// <summary>A place in a list, as lists give it out.</summary>
internal sealed class CursorAttribute : StringSchemaAttribute
{
    public const int Longest = 2000;

    public CursorAttribute()
        : base(Longest) => Pattern = "^[A-Za-z0-9_-]+$";
}
