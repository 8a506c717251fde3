namespace ContentApi.Core.Model;

/// <summary>An absolute http or https address of at most 2,000 characters.</summary>
internal sealed class UrlAttribute : StringSchemaAttribute
{
    public const int Longest = 2000;

    public UrlAttribute()
        : base(Longest) => Format = "uri";
}
