using System.Reflection;

namespace ContentApi.Web.Pages;

/// <summary>Serves the stylesheets, scripts and icon of the pages, which are embedded in the assembly. Pages load nothing from other servers.</summary>
internal static class PageAssets
{
    private const string ResourceFolder = "assets/";

    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    };

    private static readonly Dictionary<string, StaticContent> Assets = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(ResourceFolder, StringComparison.Ordinal))
        .ToDictionary(name => name[ResourceFolder.Length..], name => new StaticContent(Read(name), MediaTypes[Path.GetExtension(name)]), StringComparer.Ordinal);

    public static void MapPageAssets(this WebApplication app)
    {
        foreach (var (name, content) in Assets)
        {
            app.MapGet(GetPath(name), content.ToResult).ExcludeFromDescription();
        }

        app.MapGet("/favicon.ico", Assets["favicon.svg"].ToResult).ExcludeFromDescription(); // browsers request it for JSON
    }

    /// <summary>Returns the URL path of an asset. That of `robots.txt` is defined by RFC 9309.</summary>
    public static string GetPath(string name) => name == "robots.txt" ? "/robots.txt" : $"/assets/{name}";

    private static byte[] Read(string name)
    {
        using var source = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var content = new byte[source.Length];
        source.ReadExactly(content);
        return content;
    }
}
