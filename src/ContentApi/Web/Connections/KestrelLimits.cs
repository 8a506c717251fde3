using ContentApi.Data;
using ContentApi.Web.Validation;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ContentApi.Web.Connections;

/// <summary>
/// Binds the configuration section `Kestrel:Limits` to <see cref="KestrelServerLimits"/>. Kestrel itself reads only endpoints and
/// certificates from its section, and ignores other keys.
/// </summary>
internal static class KestrelLimits
{
    public const string Section = "Kestrel:Limits";

    /// <summary>The valid keys of the section `Kestrel`.</summary>
    private static readonly string[] Keys = ["Endpoints", "EndpointDefaults", "Certificates", "Limits"];

    /// <summary>Applies the section on top of the default limits of the product.</summary>
    /// <exception cref="OptionsValidationException">A key is unknown, or its value is invalid.</exception>
    public static void AddKestrelLimits(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Section);
        var unknown = builder.Configuration.GetSection("Kestrel").GetChildren().Where(key => !Keys.Contains(key.Key, StringComparer.OrdinalIgnoreCase));
        List<string> faults = [.. unknown.Select(key => OptionsBinder.DescribeUnknown(key, Keys))];
        var trial = new KestrelServerOptions();
        RequestLimits.Configure(trial);
        Bind(section, trial.Limits, faults);
        if (faults.Count == 0 && trial.Limits.MaxRequestBufferSize is { } buffer && buffer < Math.Max(trial.Limits.MaxRequestLineSize, trial.Limits.MaxRequestHeadersTotalSize))
        {
            faults.Add($"{Section}:MaxRequestBufferSize must be at least MaxRequestLineSize and MaxRequestHeadersTotalSize, which are {trial.Limits.MaxRequestLineSize} and {trial.Limits.MaxRequestHeadersTotalSize}; it is '{buffer}'.");
        }

        if (faults.Count > 0)
        {
            throw new OptionsValidationException(Section, typeof(KestrelServerLimits), faults);
        }

        builder.WebHost.ConfigureKestrel(server => Bind(section, server.Limits, faults: []));
    }

    private static void Bind(IConfigurationSection section, KestrelServerLimits limits, List<string> faults)
    {
        const string RequestRate = nameof(KestrelServerLimits.MinRequestBodyDataRate), ResponseRate = nameof(KestrelServerLimits.MinResponseDataRate);
        OptionsBinder.Bind(section, limits, faults, except: [RequestRate, ResponseRate]);
        limits.MinRequestBodyDataRate = BindRate(section.GetSection(RequestRate), limits.MinRequestBodyDataRate!, faults);
        limits.MinResponseDataRate = BindRate(section.GetSection(ResponseRate), limits.MinResponseDataRate!, faults);
    }

    /// <summary>Returns a data rate with the values of its section. An empty section removes the limit.</summary>
    private static MinDataRate? BindRate(IConfigurationSection section, MinDataRate current, List<string> faults)
    {
        if (section.Value is { Length: > 0 })
        {
            faults.Add(OptionsBinder.FormatFault(section, $"must be a section, with keys such as {section.Path}:{nameof(MinDataRate.BytesPerSecond)}, or empty"));
        }

        var rate = new DataRate(current);
        OptionsBinder.Bind(section, rate, faults);
        return section.Value is null ? rate.Value : null;
    }

    /// <summary>A <see cref="MinDataRate"/> that can be changed. Its setters throw if a value is out of range.</summary>
    private sealed class DataRate(MinDataRate rate)
    {
        internal MinDataRate Value { get; private set; } = rate;

        public double BytesPerSecond
        {
            get => Value.BytesPerSecond;
            set => Value = new MinDataRate(value, Value.GracePeriod);
        }

        public TimeSpan GracePeriod
        {
            get => Value.GracePeriod;
            set => Value = new MinDataRate(Value.BytesPerSecond, value);
        }
    }
}
