using ContentApi.Core.Text;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Options;

namespace ContentApi.Cli;

/// <summary>The configuration sections that the service or the framework reads.</summary>
internal static class ConfigurationSections
{
    public static readonly string[] Known =
    [
        "Access", "Cache", "ConnectionStrings", "Cors", "Database", "Delivery", "Embedded", "Library", "Proxy", "RateLimits", "Recommendations", "SwaggerUi",
        "Kestrel", "Logging", "HostOptions", "OpenTelemetry", "Metrics",
    ];

    public static bool IsKnown(string name) => Known.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Rejects settings in unknown sections, which nothing would read. An environment variable with two underscores may belong to another
    /// program, so that its section is rejected only if it is a misspelled one.
    /// </summary>
    /// <exception cref="OptionsValidationException">A section is unknown.</exception>
    public static void EnsureKnownSections(this IConfigurationRoot configuration)
    {
        var faults = configuration.Providers
            .SelectMany(provider => provider.GetChildKeys([], parentPath: null)
                .Where(name => !IsKnown(name) && provider.GetChildKeys([], name).Any())
                .Where(name => provider is not EnvironmentVariablesConfigurationProvider || NameSuggester.FindNearest(name, Known) is not null))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => $"Unknown section '{name}'. {NameSuggester.Suggest(name, Known)}")
            .ToList();
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(nameof(configuration), typeof(ConfigurationSections), faults);
        }
    }
}
