using ContentApi.Core.Text;

namespace ContentApi.Cli;

/// <summary>
/// Separates the two kinds of options on the command line: options of commands, such as `--scope`, and settings (`--Key:Name=value`,
/// `--urls …`), which the host reads as configuration. An unknown option is an error.
/// </summary>
internal static class HostArguments
{
    /// <summary>ASP.NET Core's top-level configuration keys.</summary>
    private static readonly string[] HostKeys =
    [
        "urls", "environment", "contentRoot", "applicationName", "webroot", "http_ports", "https_ports", "AllowedHosts", "detailedErrors",
        "captureStartupErrors", "preferHostingUrls", "shutdownTimeoutSeconds", "suppressStatusMessages", "forwardedHeaders_enabled",
    ];

    private static readonly string[] Sections =
    [
        "Access", "Cache", "ConnectionStrings", "Cors", "Database", "Delivery", "Embedded", "Library", "Proxy", "RateLimits", "Recommendations",
        "Kestrel", "Logging", "HostOptions", "OpenTelemetry", "Metrics",
    ];

    /// <summary>Splits the arguments into settings, each in the form `--key=value`, and the arguments of the command.</summary>
    public static (string[] Settings, string[] CommandArguments, string? Error) Split(string[] args)
    {
        List<string> settings = [];
        List<string> commandArguments = [];
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--")
            {
                commandArguments.AddRange(args[i..]);
                break;
            }

            var name = GetOptionName(args[i]);
            if (name is null || !IsSetting(name))
            {
                commandArguments.Add(args[i]);
            }
            else if (args[i].Contains('='))
            {
                settings.Add(args[i]);
            }
            else if (i + 1 < args.Length && GetOptionName(args[i + 1]) is null)
            {
                settings.Add($"{args[i]}={args[++i]}");
            }
            else
            {
                return ([], [], $"{args[i]} needs a value, as in {args[i]}=value.");
            }
        }

        return (settings.ToArray(), commandArguments.ToArray(), null);
    }

    /// <summary>Returns an error for the first unknown option, with a suggestion; null if all options are known.</summary>
    public static string? DescribeUnknownOption(string[] arguments, IReadOnlyCollection<string> options)
    {
        var unknown = arguments.TakeWhile(token => token != "--").FirstOrDefault(token => token.Length > 1 && token[0] == '-' && !options.Contains(token.Split('=')[0]));
        if (unknown is null)
        {
            return null;
        }

        var name = unknown.Split('=')[0];
        var section = GetOptionName(name)?.Split(':') is { Length: > 1 } parts ? parts[0] : null;
        var suggestion = section is null ? NameSuggester.FindNearest(name, [.. options, .. HostKeys.Select(key => $"--{key}")])
            : IsSection(section) ? $"--{DatabaseSetup.ConnectionStringKey}" // only in the section `ConnectionStrings`, keys are checked here
            : NameSuggester.FindNearest(section, Sections) is { } nearest ? $"--{nearest}{name[(section.Length + 2)..]}"
            : null;
        return $"Unknown option '{name}'.{(suggestion is null ? "" : $" Did you mean {suggestion}?")}";
    }

    private static bool IsSetting(string key) =>
        key.Split(':') is { Length: > 1 } parts
            ? IsSection(parts[0]) && (!EqualsIgnoreCase(parts[0], "ConnectionStrings") || EqualsIgnoreCase(key, DatabaseSetup.ConnectionStringKey))
            : HostKeys.Contains(key, StringComparer.OrdinalIgnoreCase) || key.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase);

    private static bool IsSection(string name) => Sections.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool EqualsIgnoreCase(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the name in `--name` or `--name=value`; null for any other argument.</summary>
    private static string? GetOptionName(string token) => token.StartsWith("--", StringComparison.Ordinal) ? token[2..].Split('=')[0] : null;
}
