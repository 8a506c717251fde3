using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using ContentApi.Core.Model;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ContentApi.Web.Pages;

/// <summary>Renders the pages for browsers, which have one design and the same links.</summary>
internal sealed partial class HtmlPages(IOptions<SwaggerUiOptions> swaggerUi)
{
    public bool HasSwaggerUi => swaggerUi.Value.Enabled;

    /// <summary>Returns a complete page. It loads the named stylesheets and scripts of <see cref="PageAssets"/>.</summary>
    public string Render(string title, string body, string[]? stylesheets = null, string[]? scripts = null) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(title)}{(title == ProductInfo.Name ? "" : $" – {ProductInfo.Name}")}</title>
        <link rel="icon" type="image/svg+xml" href="{PageAssets.GetPath("favicon.svg")}">
        {string.Join('\n', (stylesheets ?? []).Append(PageAssets.GetPath("pages.css")).Select(path => $"<link rel=\"stylesheet\" href=\"{path}\">"))}
        {string.Join('\n', (scripts ?? []).Select(path => $"<script src=\"{path}\" {(path.StartsWith("/assets/", StringComparison.Ordinal) ? "type=\"module\"" : "defer")}></script>"))}
        </head>
        <body>
        <header class="site"><div>
        <a class="brand" href="/">{ProductInfo.Name}</a>
        <nav aria-label="Site">{(HasSwaggerUi ? "<a href=\"/swagger\">Swagger UI</a> " : "")}<a href="/openapi/v1.json">OpenAPI</a> <a href="/problems">Problems</a></nav>
        </div></header>
        {body}
        </body>
        </html>
        """;

    /// <summary>Encodes a text as HTML, with `&lt;code&gt;` elements for text in backticks.</summary>
    public static string Encode(string text) => CodeSpan().Replace(HtmlEncoder.Default.Encode(text), "<code>${code}</code>");

    /// <summary>Returns the JSON if the request prefers it; otherwise the page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="json">The content for programs.</param>
    /// <param name="page">The content for browsers.</param>
    /// <param name="isPageDefault">Whether a client that accepts both gets the page.</param>
    public static IResult Negotiate(HttpRequest request, StaticContent json, StaticContent page, bool isPageDefault)
    {
        request.HttpContext.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        return (PrefersPage(request, isPageDefault) ? page : json).ToResult(request.HttpContext);
    }

    public static StaticContent CreatePage(string html) => new(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8");

    public static StaticContent CreateJson(string json) => new(Encoding.UTF8.GetBytes(json), "application/json; charset=utf-8");

    private static bool PrefersPage(HttpRequest request, bool isPageDefault)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var (html, json) = (GetQuality("text/html"), GetQuality("application/json"));
        return html > json || (html == json && isPageDefault);

        double GetQuality(string type) => accepted.Where(range => new MediaTypeHeaderValue(type).IsSubsetOf(range)).Select(range => range.Quality ?? 1).DefaultIfEmpty(0).Max();
    }

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeSpan();
}
