using ContentApi.Core.Text;

namespace ContentApi.Cli;

/// <summary>
/// Separates the two kinds of options on the command line: options of commands, such as `--scope`, and settings (`--Key:Name=value`,
/// `--urls …`), which the host reads as configuration. An unknown option is an error.
/// </summary>
/// <remarks>
/// System.CommandLine cannot do this with <see cref="System.CommandLine.ParseResult.UnmatchedTokens"/>, because the paths of `import` also
/// match unknown options; and `AddCommandLine` reads each option of a command as a setting.
/// </remarks>
internal static class HostArguments
{
    /// <summary>ASP.NET Core's top-level configuration keys.</summary>
    private static readonly string[] HostKeys =
    [
        "urls", "environment", "contentRoot", "applicationName", "webroot", "http_ports", "https_ports", "AllowedHosts", "detailedErrors",
        "captureStartupErrors", "preferHostingUrls", "shutdownTimeoutSeconds", "suppressStatusMessages", "forwardedHeaders_enabled",
    ];

    /// <summary>Splits the arguments into settings, each in the form `--key=value`, and the arguments of the command.</summary>
    public static (string[] Settings, string[] CommandArguments, string? Error) Split(string[] args)
    {
        var end = Array.IndexOf(args, "--") is >= 0 and var separator ? separator : args.Length;
        List<string> settings = [];
        List<string> commandArguments = [];
        for (var i = 0; i < end; i++)
        {
            if (!IsSetting(args[i]))
            {
                commandArguments.Add(args[i]);
            }
            else if (args[i].Contains('='))
            {
                settings.Add(args[i]);
            }
            else if (i + 1 < end && !IsOption(args[i + 1]))
            {
                settings.Add($"{args[i]}={args[++i]}");
            }
            else
            {
                return ([], [], $"{args[i]} needs a value, as in {args[i]}=value.");
            }
        }

        return (settings.ToArray(), [.. commandArguments, .. args[end..]], null);
    }

    /// <summary>Returns an error for the first unknown option, with a suggestion; null if all options are known.</summary>
    public static string? DescribeUnknownOption(string[] arguments, IReadOnlyCollection<string> options)
    {
        var unknown = arguments.TakeWhile(token => token != "--").Select(token => token.Split('=')[0]).FirstOrDefault(name => name.Length > 1 && name[0] == '-' && !options.Contains(name));
        if (unknown is null)
        {
            return null;
        }

        var path = unknown.IndexOf(':') is >= 0 and var colon ? unknown[colon..] : "";
        IEnumerable<string> known = path.Length == 0 ? [.. options, .. HostKeys.Select(key => $"--{key}")] : ConfigurationSections.Known.Select(section => $"--{section}{path}");
        return $"Unknown option '{unknown}'.{(NameSuggester.FindNearest(unknown, known) is { } nearest ? $" Did you mean {nearest}?" : "")}";
    }

    private static bool IsSetting(string token)
    {
        var key = IsOption(token) ? token[2..].Split('=')[0] : "";
        return key.Split(':') is [var section, _, ..]
            ? ConfigurationSections.IsKnown(section)
            : HostKeys.Contains(key, StringComparer.OrdinalIgnoreCase) || key.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOption(string token) => token.StartsWith("--", StringComparison.Ordinal);
}
