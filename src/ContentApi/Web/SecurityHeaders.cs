namespace ContentApi.Web;

/// <summary>
/// Sets the headers that restrict what browsers do with responses. Pages may use the scripts, styles and responses of this service only;
/// other responses may use nothing. No response can be framed.
/// </summary>
internal static class SecurityHeaders
{
    private const string ForData = "default-src 'none'; frame-ancestors 'none'";

    private const string ForPages =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = IsData(context.Request.Path.Value) ? ForData : ForPages;
        headers["Referrer-Policy"] = "no-referrer"; // URLs of preview links are secret
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return next(context);
    });

    private static bool IsData(string? path) => path?.StartsWith("/v1/", StringComparison.Ordinal) == true;
}
