using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ContentApi.Cli;

/// <summary>The log line that a person who has just started the service looks for.</summary>
internal static class StartupLog
{
    public static void Log(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses)
        {
            app.Logger.LogInformation("The content API is at {Address}, Swagger UI at {SwaggerUi}", address, $"{address}/swagger");
        }
    }
}
