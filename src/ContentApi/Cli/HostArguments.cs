using ContentApi.Core.Text;

namespace ContentApi.Cli;

/// <summary>
/// The command line holds options of two kinds: those of the verbs, and settings (`--Key:Name=value`, `--urls …`), which any verb
/// takes and which go on to the host. A setting that does not exist is told, not ignored.
/// </summary>
internal static class HostArguments
{
    /// <summary>ASP.NET Core's own keys that have no section.</summary>
    private static readonly string[] Keys =
    [
        "urls", "environment", "contentRoot", "applicationName", "webroot", "http_ports", "https_ports", "AllowedHosts", "detailedErrors",
        "captureStartupErrors", "preferHostingUrls", "shutdownTimeoutSeconds", "suppressStatusMessages", "forwardedHeaders_enabled",
    ];

    private static readonly string[] Sections =
    [
        "Access", "Cache", "ConnectionStrings", "Cors", "Database", "Delivery", "Embedded", "Library", "Proxy", "RateLimits", "Recommendations",
        "Kestrel", "Logging", "HostOptions", "OpenTelemetry", "Metrics",
    ];

    /// <summary>Takes the settings out of the arguments, each as one `--key=value`; what is left is the verbs'.</summary>
    public static (string[] Settings, string[] Verbs, string? Fault) Split(string[] args)
    {
        List<string> settings = [];
        List<string> rest = [];
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--")
            {
                rest.AddRange(args[i..]);
                break;
            }

            var key = Key(args[i]);
            if (key is null || !IsSetting(key))
            {
                rest.Add(args[i]);
            }
            else if (args[i].Contains('='))
            {
                settings.Add(args[i]);
            }
            else if (i + 1 < args.Length && Key(args[i + 1]) is null)
            {
                settings.Add($"{args[i]}={args[++i]}");
            }
            else
            {
                return ([], [], $"{args[i]} needs a value, as in {args[i]}=value.");
            }
        }

        return (settings.ToArray(), rest.ToArray(), null);
    }

    /// <summary>The first argument in the form of an option that neither the verb nor the host knows, with what was probably meant.</summary>
    public static string? Unknown(string[] rest, IReadOnlyCollection<string> options)
    {
        var unknown = rest.TakeWhile(token => token != "--").FirstOrDefault(token => token.Length > 1 && token[0] == '-' && !options.Contains(token.Split('=')[0]));
        if (unknown is null)
        {
            return null;
        }

        var name = unknown.Split('=')[0];
        var section = Key(name)?.Split(':') is { Length: > 1 } parts ? parts[0] : null;
        var meant = section is null ? NameSuggester.Nearest(name, [.. options, .. Keys.Select(key => $"--{key}")])
            : IsSection(section) ? $"--{DatabaseSetup.ConnectionStringKey}"
            : NameSuggester.Nearest(section, Sections) is { } near ? $"--{near}{name[(section.Length + 2)..]}"
            : null;
        return $"{name} is no option.{(meant is null ? "" : $" Did you mean {meant}?")}";
    }

    private static bool IsSetting(string key) =>
        key.Split(':') is { Length: > 1 } parts
            ? IsSection(parts[0]) && (!Same(parts[0], "ConnectionStrings") || Same(key, DatabaseSetup.ConnectionStringKey))
            : Keys.Contains(key, StringComparer.OrdinalIgnoreCase) || key.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase);

    private static bool IsSection(string name) => Sections.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>The name in `--name` and `--name=value`; null for what is not of that form.</summary>
    private static string? Key(string token) => token.StartsWith("--", StringComparison.Ordinal) ? token[2..].Split('=')[0] : null;
}
