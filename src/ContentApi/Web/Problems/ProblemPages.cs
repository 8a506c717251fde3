using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContentApi.Web.Pages;

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
        var pages = app.Services.GetRequiredService<HtmlPages>();
        var list = Create(new JsonArray([.. ProblemKind.All.Select(ToJson)]), "Problems", RenderList());
        var kinds = new ConcurrentDictionary<string, (StaticContent Json, StaticContent Page)>(StringComparer.Ordinal);
        var group = app.MapGroup(BasePath).ExcludeFromDescription();
        group.MapGet("", (HttpRequest request) => HtmlPages.Negotiate(request, list.Json, list.Page, isPageDefault: true));
        group.MapGet("/{name}", (string name, HttpRequest request) =>
        {
            if (Find(name) is not { } kind)
            {
                return new NotFoundProblem($"The problem type '{name}' does not exist. {BasePath} lists all types.");
            }

            var (json, page) = kinds.GetOrAdd(name, _ => Create(ToJson(kind), kind.Title, RenderPage(kind)));
            return HtmlPages.Negotiate(request, json, page, isPageDefault: true);
        });

        (StaticContent Json, StaticContent Page) Create(JsonNode json, string title, string body) =>
            (HtmlPages.CreateJson(json.ToJsonString(Indented)), HtmlPages.CreatePage(pages.Render(title, $"<main class=\"page\">\n{body}\n</main>")));
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

    private static JsonObject ToJson(ProblemKind kind) => new()
    {
        ["type"] = kind.Type,
        ["title"] = kind.Title,
        ["status"] = kind.Status,
        ["meaning"] = kind.Meaning,
        ["remedy"] = kind.Remedy,
        ["example"] = CreateExample(kind),
    };

    private static string RenderList() => $"""
        <h1>Problems</h1>
        <p>Every error is <code>application/problem+json</code> (<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>). Its <code>type</code> is one of the following.</p>
        <table>
        <thead><tr><th scope="col">Status</th><th scope="col">Problem</th></tr></thead>
        <tbody>
        {string.Join('\n', ProblemKind.All.Select(kind => $"<tr><td>{kind.Status}</td><td><a href=\"{kind.Type}\">{HtmlPages.Encode(kind.Title)}</a></td></tr>"))}
        </tbody>
        </table>
        """;

    private static string RenderPage(ProblemKind kind) => $"""
        <p><a href="{BasePath}">Problems</a></p>
        <h1>{HtmlPages.Encode(kind.Title)}</h1>
        <p><code>{kind.Type}</code>, with status {kind.Status}</p>
        <h2>Meaning</h2>
        <p>{HtmlPages.Encode(kind.Meaning)}</p>
        <h2>Remedy</h2>
        <p>{HtmlPages.Encode(kind.Remedy)}</p>
        <h2>Example</h2>
        <pre tabindex="0">{HtmlEncoder.Default.Encode(CreateExample(kind).ToJsonString(Indented))}</pre>
        """;

    /// <summary>Matches the names of kinds that are not predefined, such as `http-418`.</summary>
    [GeneratedRegex(@"^http-(?<status>[45]\d\d)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnnamedKind();
}
