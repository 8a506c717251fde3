namespace ContentApi.Web.Pages;

/// <summary>Configuration section `SwaggerUi`.</summary>
internal sealed class SwaggerUiOptions
{
    /// <summary>Whether to serve Swagger UI. If false, no page links to it.</summary>
    public bool Enabled { get; init; } = true;
}
