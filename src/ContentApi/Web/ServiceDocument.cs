using ContentApi.Core.Model;
using ContentApi.Web.OpenApi;

namespace ContentApi.Web;

/// <summary>Maps the root of the service, which returns its name, version and links.</summary>
internal static class ServiceDocument
{
    public static void MapServiceDocument(this WebApplication app) =>
        app.MapGet("/", () => TypedResults.Json(new Dictionary<string, string>
        {
            ["name"] = ProductInfo.Name,
            ["version"] = ProductInfo.Version,
            ["contract"] = OpenApiSetup.OpenApi31Path,
            ["documentation"] = "/swagger",
            ["liveness"] = "/health/live",
            ["readiness"] = "/health/ready",
            ["stories"] = "/v1/stories",
        })).ExcludeFromDescription();
}
