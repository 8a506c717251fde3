using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContentApi.Core.Model;
using Microsoft.Net.Http.Headers;

namespace ContentApi.Web.Problems;

/// <summary>
/// Serves the documentation page that the `type` of a problem refers to, with its meaning, an example and a remedy: as HTML, or as JSON if
/// the request prefers it.
/// </summary>
internal static partial class ProblemPages
{
    public const string BasePath = "/problems";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapProblemPages(this WebApplication app)
    {
        var pages = app.MapGroup(BasePath).ExcludeFromDescription();
        pages.MapGet("", (HttpRequest request) => Negotiate(request, new JsonArray([.. ProblemKind.All.Select(ToJson)]), RenderList()));
        pages.MapGet("/{name}", (string name, HttpRequest request) => Find(name) is { } kind
            ? Negotiate(request, ToJson(kind), RenderPage(kind))
            : new NotFoundProblem($"The problem type '{name}' does not exist. {BasePath} lists all types."));
    }

    /// <summary>Returns an example of a problem kind, for the OpenAPI document and the documentation page.</summary>
    public static JsonObject CreateExample(ProblemKind kind) => new()
    {
        ["type"] = kind.Type,
        ["title"] = kind.Title,
        ["status"] = kind.Status,
        ["detail"] = kind.ExampleDetail,
        ["instance"] = "/v1/stories",
        ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        ["errors"] = kind.ExampleError is { } error ? new JsonObject { [error.Name] = new JsonArray(error.Fault) } : null,
    };

    private static ProblemKind? Find(string name) =>
        ProblemKind.All.FirstOrDefault(kind => kind.Name == name)
        ?? (UnnamedKind().Match(name) is { Success: true } match ? ProblemKind.FromStatus(int.Parse(match.Groups["status"].Value)) : null);

    private static IResult Negotiate(HttpRequest request, JsonNode json, string html)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "public, max-age=3600";
        headers.Vary = "Accept";
        if (PrefersJson(request))
        {
            return Results.Text(json.ToJsonString(Indented), "application/json; charset=utf-8");
        }

        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        return Results.Text(html, "text/html; charset=utf-8");
    }

    private static bool PrefersJson(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return Quality("application/json") > Quality("text/html");

        double Quality(string type) => accepted.Where(range => new MediaTypeHeaderValue(type).IsSubsetOf(range)).Select(range => range.Quality ?? 1).DefaultIfEmpty(0).Max();
    }

    private static JsonObject ToJson(ProblemKind kind) => new()
    {
        ["type"] = kind.Type,
        ["title"] = kind.Title,
        ["status"] = kind.Status,
        ["meaning"] = kind.Meaning,
        ["remedy"] = kind.Remedy,
        ["example"] = CreateExample(kind),
    };

    private static string RenderList() => RenderHtml("Problems", $"""
        <h1>Problems</h1>
        <p>Every error is <code>application/problem+json</code> (<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>). Its <code>type</code> is one of the following.</p>
        <ul>
        {string.Join('\n', ProblemKind.All.Select(kind => $"<li>{kind.Status} <a href=\"{kind.Type}\">{Encode(kind.Title)}</a></li>"))}
        </ul>
        """);

    private static string RenderPage(ProblemKind kind) => RenderHtml(kind.Title, $"""
        <p><a href="{BasePath}">Problems</a></p>
        <h1>{Encode(kind.Title)}</h1>
        <p><code>{kind.Type}</code>, with status {kind.Status}</p>
        <h2>Meaning</h2>
        <p>{Encode(kind.Meaning)}</p>
        <h2>Remedy</h2>
        <p>{Encode(kind.Remedy)}</p>
        <h2>Example</h2>
        <pre>{HtmlEncoder.Default.Encode(CreateExample(kind).ToJsonString(Indented))}</pre>
        """);

    private static string RenderHtml(string title, string body) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>{{Encode(title)}} – {{ProductInfo.Name}}</title>
        <style>
        :root { color-scheme: light dark; }
        body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; }
        h1, h2 { line-height: 1.2; }
        code, pre { font: .9rem/1.5 ui-monospace, monospace; }
        pre { padding: 1rem; border: 1px solid; border-radius: .3rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        </style>
        </head>
        <body>
        {{body}}
        <p><a href="/swagger">API documentation</a></p>
        </body>
        </html>
        """;

    /// <summary>Encodes a text as HTML, with `&lt;code&gt;` elements for text in backticks.</summary>
    private static string Encode(string text) => CodeSpan().Replace(HtmlEncoder.Default.Encode(text), "<code>${code}</code>");

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeSpan();

    /// <summary>Matches the names of kinds that are not predefined, such as `http-418`.</summary>
    [GeneratedRegex(@"^http-(?<status>[45]\d\d)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnnamedKind();
}
