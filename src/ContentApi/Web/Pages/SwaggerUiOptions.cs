namespace ContentApi.Web.Pages;

/// <summary>Configuration section `SwaggerUi`.</summary>
internal sealed class SwaggerUiOptions
{
    /// <summary>Whether the service has Swagger UI. Without it, the other pages do not link to it.</summary>
    public bool Enabled { get; init; } = true;
}
