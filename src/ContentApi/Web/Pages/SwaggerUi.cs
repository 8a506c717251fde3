using System.Text;

namespace ContentApi.Web.Pages;

/// <summary>Serves Swagger UI. The page and its arrangement are ours (`swagger.js`); the program is that of Swashbuckle.</summary>
internal static class SwaggerUi
{
    public const string Path = "/swagger";

    public static void UseSwaggerUiPage(this WebApplication app)
    {
        var pages = app.Services.GetRequiredService<HtmlPages>();
        if (!pages.HasSwaggerUi)
        {
            return;
        }

        var page = Encoding.UTF8.GetBytes(pages.Render(
            "Swagger UI",
            "<div id=\"swagger-ui\"><noscript>Swagger UI requires JavaScript. The contract is at <a href=\"/openapi/v1.json\">/openapi/v1.json</a>.</noscript></div>",
            stylesheets: ["swagger-ui.css", PageAssets.GetPath("swagger.css")],
            scripts: ["swagger-ui-bundle.js", PageAssets.GetPath("swagger.js")]));
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal), swagger => swagger.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = Path[1..];
            ui.IndexStream = () => new MemoryStream(page, writable: false);
            ui.CacheLifetime = StaticContent.Lifetime;
        }));
    }
}
