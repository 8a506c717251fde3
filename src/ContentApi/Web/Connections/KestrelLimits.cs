using System.Reflection;
using ContentApi.Core.Text;
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
        List<string> faults = [.. unknown.Select(key => DescribeUnknownKey(key, Keys))];
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

    /// <summary>Sets the properties for which the section has keys.</summary>
    private static void Bind(IConfigurationSection section, object limits, List<string> faults)
    {
        var properties = limits.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var key in section.GetChildren())
        {
            if (!properties.TryGetValue(key.Key, out var property))
            {
                faults.Add(DescribeUnknownKey(key, properties.Keys));
            }
            else if (property.PropertyType == typeof(MinDataRate))
            {
                BindRate(key, property, limits, faults);
            }
            else if (!property.CanWrite)
            {
                BindSection(key, property.GetValue(limits)!, faults);
            }
            else if (ReadValue(key, property.PropertyType, faults) is { IsRead: true } read)
            {
                SetValue(key, property, limits, read.Value, faults);
            }
        }
    }

    private static void BindSection(IConfigurationSection key, object limits, List<string> faults)
    {
        if (key.Value is not null)
        {
            faults.Add($"{key.Path} must be a section, with keys such as {key.Path}:{limits.GetType().GetProperties()[0].Name}; it is '{key.Value}'.");
            return;
        }

        Bind(key, limits, faults);
    }

    /// <summary>
    /// Replaces a data rate, which is immutable. An empty value removes the limit; an absent part keeps its current value.
    /// </summary>
    private static void BindRate(IConfigurationSection key, PropertyInfo property, object limits, List<string> faults)
    {
        if (key.Value is { } text)
        {
            if (text.Length == 0)
            {
                property.SetValue(limits, null);
            }
            else
            {
                faults.Add($"{key.Path} must be a section, with keys such as {key.Path}:{nameof(MinDataRate.BytesPerSecond)}, or empty; it is '{text}'.");
            }

            return;
        }

        var knownKeys = typeof(MinDataRate).GetProperties().Select(part => part.Name).ToList();
        faults.AddRange(key.GetChildren().Where(part => !knownKeys.Contains(part.Key, StringComparer.OrdinalIgnoreCase)).Select(part => DescribeUnknownKey(part, knownKeys)));
        var current = (MinDataRate)property.GetValue(limits)!;
        var bytes = key.GetSection(nameof(MinDataRate.BytesPerSecond));
        var grace = key.GetSection(nameof(MinDataRate.GracePeriod));
        var (isRateRead, rate) = bytes.Value is null ? (true, current.BytesPerSecond) : ReadValue(bytes, typeof(double), faults);
        var (isPeriodRead, period) = grace.Value is null ? (true, current.GracePeriod) : ReadValue(grace, typeof(TimeSpan), faults);
        if (isRateRead && isPeriodRead)
        {
            TrySet(bytes.Value is null ? grace : bytes, () => property.SetValue(limits, new MinDataRate((double)rate!, (TimeSpan)period!)), faults);
        }
    }

    private static (bool IsRead, object? Value) ReadValue(IConfigurationSection key, Type type, List<string> faults)
    {
        var underlying = Nullable.GetUnderlyingType(type) ?? type;
        if (string.IsNullOrEmpty(key.Value) && underlying != type && !key.GetChildren().Any())
        {
            return (true, null);
        }

        try
        {
            // TimeSpan parses a bare number as days, which is never intended here.
            if (!string.IsNullOrWhiteSpace(key.Value) && (underlying != typeof(TimeSpan) || key.Value.Contains(':', StringComparison.Ordinal)))
            {
                return (true, key.Get(underlying));
            }
        }
        catch (InvalidOperationException)
        {
            // Reported below, like every other invalid value.
        }

        var expected = underlying == typeof(TimeSpan) ? "a time such as 00:02:10" : underlying == typeof(bool) ? "true or false" : underlying == typeof(double) ? "a number" : "a whole number";
        faults.Add($"{key.Path} must be {expected}{(underlying == type ? "" : ", or empty for no limit")}; it is '{key.Value}'.");
        return (false, null);
    }

    private static void SetValue(IConfigurationSection key, PropertyInfo property, object limits, object? value, List<string> faults) =>
        TrySet(key, () => property.SetValue(limits, value, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null), faults);

    /// <summary>
    /// Sets a limit. Kestrel throws if the value is out of range; its message, without the "(Parameter …)" suffix, states what is expected.
    /// </summary>
    private static void TrySet(IConfigurationSection key, Action set, List<string> faults)
    {
        try
        {
            set();
        }
        catch (ArgumentException e)
        {
            var reason = e.Message.Split(" (Parameter", 2)[0].TrimEnd('.');
            faults.Add($"{key.Path}: {reason}; it is '{key.Value}'.");
        }
    }

    private static string DescribeUnknownKey(IConfigurationSection key, IEnumerable<string> known)
    {
        var section = key.Path[..^key.Key.Length];
        return $"Unknown setting '{key.Path}'. {NameSuggester.Suggest(key.Path, known.Select(name => section + name))}";
    }
}
