using System.ComponentModel.DataAnnotations;
using System.Reflection;
using ContentApi.Core.Text;
using Microsoft.Extensions.Options;

namespace ContentApi.Data;

/// <summary>
/// Binds and validates configuration sections before anything is started, and reports each invalid value and each unknown key in a
/// sentence. The rules are validation attributes or <see cref="IValidatableObject"/>. Their messages continue after the key: `must be …`.
/// </summary>
internal static class OptionsBinder
{
    /// <summary>
    /// Binds <typeparamref name="T"/> to its section, validates it, and registers it as <see cref="IOptions{TOptions}"/>.
    /// </summary>
    /// <exception cref="OptionsValidationException">The section is invalid; the failures are meant for the operator.</exception>
    public static T AddValidatedOptions<T>(this WebApplicationBuilder builder, string section)
        where T : class, new()
    {
        var configuration = builder.Configuration.GetSection(section);
        var faults = FindFaults(configuration, typeof(T)).ToList();
        var options = faults.Count == 0 ? configuration.Get<T>() ?? new() : new();
        List<ValidationResult> failures = [];
        if (faults.Count == 0)
        {
            Validate(options, "", failures);
            faults.AddRange(failures.Select(rule => FormatFault(configuration.GetSection(rule.MemberNames.First()), rule.ErrorMessage!)));
        }

        if (faults.Count > 0)
        {
            throw new OptionsValidationException(section, typeof(T), faults);
        }

        builder.Services.AddSingleton(Options.Create(options));
        return options;
    }

    private static IEnumerable<string> FindFaults(IConfigurationSection section, Type type)
    {
        var properties = type.GetProperties().ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren().SelectMany(value =>
            !properties.TryGetValue(value.Key, out var property) || !IsSection(property) ? new[] { FindFault(value, properties) }.OfType<string>()
            : value.Value is null ? FindFaults(value, property.PropertyType)
            : [FormatFault(value, $"must be a section, with keys such as {value.Path}:{property.PropertyType.GetProperties()[0].Name}")]);
    }

    /// <summary>Validates settings and their nested sections.</summary>
    private static void Validate(object options, string path, List<ValidationResult> failures)
    {
        List<ValidationResult> ownFailures = [];
        Validator.TryValidateObject(options, new ValidationContext(options), ownFailures, validateAllProperties: true);
        failures.AddRange(ownFailures.Select(rule => new ValidationResult(rule.ErrorMessage, rule.MemberNames.Select(name => path + name))));
        foreach (var section in options.GetType().GetProperties().Where(IsSection))
        {
            Validate(section.GetValue(options)!, $"{path}{section.Name}:", failures);
        }
    }

    private static bool IsSection(PropertyInfo property) =>
        property.PropertyType is { IsClass: true } type && type.Assembly == typeof(OptionsBinder).Assembly;

    private static string? FindFault(IConfigurationSection value, Dictionary<string, PropertyInfo> properties)
    {
        if (!properties.TryGetValue(value.Key, out var property))
        {
            var section = value.Path[..^value.Key.Length];
            return $"Unknown setting '{value.Path}'. {NameSuggester.Suggest(value.Path, properties.Keys.Select(name => section + name))}";
        }

        try
        {
            value.Get(property.PropertyType);
            return null;
        }
        catch (InvalidOperationException)
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            return FormatFault(value, type == typeof(bool) ? "must be true or false" : type == typeof(int) ? "must be a whole number" : $"must be a {type.Name}");
        }
    }

    private static string FormatFault(IConfigurationSection value, string rule) => $"{value.Path} {rule}; it is '{value.Value}'.";
}
