using ContentApi.Data;

namespace ContentApi.Web.Pages;

internal static class PageSetup
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<SwaggerUiOptions>("SwaggerUi");
        builder.Services.AddSingleton<HtmlPages>();
    }
}
