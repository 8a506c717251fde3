namespace ContentApi.Web.Security;

/// <summary>Configuration section `Access`.</summary>
internal sealed class AccessOptions
{
    /// <summary>Whether what is published can be read without a key.</summary>
    public bool AnonymousRead { get; init; } = true;
}
