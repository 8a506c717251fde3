namespace ContentApi.Web.Security;

/// <summary>Configuration section `Access`.</summary>
internal sealed class AccessOptions
{
    /// <summary>Whether published content can be read without an API key.</summary>
    public bool AnonymousRead { get; init; } = true;
}
