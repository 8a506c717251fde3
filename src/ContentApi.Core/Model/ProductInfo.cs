using System.Reflection;

namespace ContentApi.Core.Model;

/// <summary>The name and version of the product, from the assembly.</summary>
internal static class ProductInfo
{
    public const string Name = "Content API";

    /// <summary>The version without the commit that builds append.</summary>
    public static string Version { get; } =
        typeof(ProductInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
