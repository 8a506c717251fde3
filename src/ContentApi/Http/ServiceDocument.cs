using System.Reflection;
using ContentApi.Http.OpenApi;

namespace ContentApi.Http;

/// <summary>What the root of the service says: its name, its version, and where the rest is.</summary>
internal static class ServiceDocument
{
    public const string Name = "Content API";

    /// <summary>The version of the program, without the commit that builds append.</summary>
    public static string Version { get; } =
        typeof(ServiceDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static void MapServiceDocument(this WebApplication app) =>
        app.MapGet("/", () => TypedResults.Json(new Dictionary<string, string>
        {
            ["name"] = Name,
            ["version"] = Version,
            ["contract"] = Contract.Address,
            ["documentation"] = "/swagger",
            ["liveness"] = "/health/live",
            ["readiness"] = "/health/ready",
            ["stories"] = "/v1/stories",
        })).ExcludeFromDescription();
}
