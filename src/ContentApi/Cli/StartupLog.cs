using ContentApi.Web.Pages;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ContentApi.Cli;

/// <summary>Logs the URLs of the API and of Swagger UI after startup.</summary>
internal static partial class StartupLog
{
    public static void LogUrls(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses)
        {
            if (app.Services.GetRequiredService<HtmlPages>().HasSwaggerUi)
            {
                LogUrls(app.Logger, address, $"{address}{SwaggerUi.Path}");
            }
            else
            {
                LogUrl(app.Logger, address);
            }
        }
    }

    [LoggerMessage(0, LogLevel.Information, "The content API is at {Address}, Swagger UI at {SwaggerUi}")]
    private static partial void LogUrls(ILogger logger, string address, string swaggerUi);

    [LoggerMessage(0, LogLevel.Information, "The content API is at {Address}")]
    private static partial void LogUrl(ILogger logger, string address);
}
