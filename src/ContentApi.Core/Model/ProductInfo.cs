using System.Reflection;

namespace ContentApi.Core.Model;

/// <summary>Name and version of the product; the version comes from the assembly.</summary>
internal static class ProductInfo
{
    public const string Name = "Content API";

    /// <summary>Gets the version without the commit hash that builds append.</summary>
    public static string Version { get; } =
        typeof(ProductInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
