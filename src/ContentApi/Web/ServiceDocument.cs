using System.Text.Json;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Pages;
using ContentApi.Web.Problems;

namespace ContentApi.Web;

/// <summary>Maps the root of the service: its name, version and links as JSON, or for browsers a page with examples.</summary>
internal static class ServiceDocument
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The requests that the page runs, with what they show.</summary>
    private static readonly (string Title, string Path)[] Examples =
    [
        ("A home page: collections with the cards of their stories", "/v1/collections?include=stories"),
        ("The newest story, as a card", "/v1/stories?limit=1&include=topics,takeaways,rights"),
        ("A search, with highlighted passages and facets", "/v1/search?q=first"),
    ];

    /// <summary>The lists whose lengths the page shows.</summary>
    private static readonly (string Name, string Path)[] Lists =
        [("Stories", "/v1/stories"), ("Founders", "/v1/founders"), ("Takeaways", "/v1/takeaways"), ("Topics", "/v1/topics"), ("Collections", "/v1/collections")];

    public static void MapServiceDocument(this WebApplication app)
    {
        var pages = app.Services.GetRequiredService<HtmlPages>();
        var json = HtmlPages.CreateJson(CreateJson(pages).ToJsonString(Indented));
        var page = HtmlPages.CreatePage(pages.Render(ProductInfo.Name, RenderBody(pages), scripts: [PageAssets.GetPath("home.js")]));
        app.MapGet("/", (HttpRequest request) => HtmlPages.Negotiate(request, json, page, isPageDefault: false)).ExcludeFromDescription();
    }

    private static JsonObject CreateJson(HtmlPages pages) => new()
    {
        ["name"] = ProductInfo.Name,
        ["version"] = ProductInfo.Version,
        ["contract"] = OpenApiSetup.OpenApi31Path,
        ["documentation"] = pages.HasSwaggerUi ? SwaggerUi.Path : null,
        ["problems"] = ProblemPages.BasePath,
        ["liveness"] = "/health/live",
        ["readiness"] = "/health/ready",
        ["stories"] = "/v1/stories",
    };

    private static string RenderBody(HtmlPages pages) => $"""
        <main class="page">
        <h1>Founder stories as JSON</h1>
        <p class="lead">Stories, founders, takeaways and recommendations, for web and mobile frontends and for partners. Published content needs no API key.</p>
        <p>{(pages.HasSwaggerUi ? $"<a href=\"{SwaggerUi.Path}\">Swagger UI</a> documents all operations and runs them. " : "")}Generate a client from the contract, in <a href="{OpenApiSetup.OpenApi31Path}">OpenAPI 3.1</a> or <a href="{OpenApiSetup.OpenApi30Path}">3.0</a>. <a href="{ProblemPages.BasePath}">Problems</a> explains every error. <span class="muted">Version {ProductInfo.Version}</span></p>
        <h2>This library</h2>
        <ul class="counts">
        {string.Join('\n', Lists.Select(list => $"<li><b data-count=\"{list.Path}?limit=1&amp;count=true\">–</b> <a href=\"{list.Path}\">{list.Name}</a></li>"))}
        </ul>
        <p><span data-revision="/v1/revision">The revision is unknown.</span> Every change of the library is in the <a href="/v1/changes">change log</a>, in order and without gaps.</p>
        <h2>Examples</h2>
        {string.Join('\n', Examples.Select(RenderExample))}
        </main>
        """;

    private static string RenderExample((string Title, string Path) example) => $"""
        <section class="example">
        <h3>{HtmlPages.Encode(example.Title)}</h3>
        <pre tabindex="0"><code data-origin>curl 'http://localhost:5080{HtmlPages.Encode(example.Path)}'</code></pre>
        <pre tabindex="0" aria-label="Response of {HtmlPages.Encode(example.Path)}" role="region"><code data-example="{HtmlPages.Encode(example.Path)}">The response appears here if your browser runs scripts.</code></pre>
        <a href="{HtmlPages.Encode(example.Path)}">Open the response</a>
        </section>
        """;
}
