using System.ComponentModel.DataAnnotations;
using System.Reflection;
using ContentApi.Core.Text;
using Microsoft.Extensions.Options;

namespace ContentApi.Data;

/// <summary>
/// Binds and validates configuration sections before anything is started, and reports every invalid value and unknown key in a
/// sentence. Rules are validation attributes or <see cref="IValidatableObject"/>, with messages that continue after the key:
/// `must be …`.
/// </summary>
internal static class OptionsBinder
{
    /// <summary>
    /// Binds <typeparamref name="T"/> to its section, validates it, and registers it as <see cref="IOptions{TOptions}"/>.
    /// </summary>
    /// <exception cref="OptionsValidationException">The section is invalid; the failures are meant for the operator.</exception>
    public static T AddSettings<T>(this WebApplicationBuilder builder, string section)
        where T : class, new()
    {
        var configuration = builder.Configuration.GetSection(section);
        var faults = Faults(configuration, typeof(T)).ToList();
        var settings = faults.Count == 0 ? configuration.Get<T>() ?? new() : new();
        List<ValidationResult> broken = [];
        if (faults.Count == 0)
        {
            Check(settings, "", broken);
            faults.AddRange(broken.Select(rule => Sentence(configuration.GetSection(rule.MemberNames.First()), rule.ErrorMessage!)));
        }

        if (faults.Count > 0)
        {
            throw new OptionsValidationException(section, typeof(T), faults);
        }

        builder.Services.AddSingleton(Options.Create(settings));
        return settings;
    }

    private static IEnumerable<string> Faults(IConfigurationSection section, Type type)
    {
        var properties = type.GetProperties().ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren().SelectMany(value =>
            !properties.TryGetValue(value.Key, out var property) || !IsSection(property) ? new[] { Fault(value, properties) }.OfType<string>()
            : value.Value is null ? Faults(value, property.PropertyType)
            : [Sentence(value, $"must be a section, with keys such as {value.Path}:{property.PropertyType.GetProperties()[0].Name}")]);
    }

    /// <summary>Validates settings and their nested sections.</summary>
    private static void Check(object settings, string path, List<ValidationResult> broken)
    {
        List<ValidationResult> here = [];
        Validator.TryValidateObject(settings, new ValidationContext(settings), here, validateAllProperties: true);
        broken.AddRange(here.Select(rule => new ValidationResult(rule.ErrorMessage, rule.MemberNames.Select(name => path + name))));
        foreach (var section in settings.GetType().GetProperties().Where(IsSection))
        {
            Check(section.GetValue(settings)!, $"{path}{section.Name}:", broken);
        }
    }

    private static bool IsSection(PropertyInfo property) =>
        property.PropertyType is { IsClass: true } type && type.Assembly == typeof(OptionsBinder).Assembly;

    private static string? Fault(IConfigurationSection value, Dictionary<string, PropertyInfo> properties)
    {
        if (!properties.TryGetValue(value.Key, out var property))
        {
            var section = value.Path[..^value.Key.Length];
            return $"{value.Path} is no setting. {NameSuggester.Suggest(value.Path, properties.Keys.Select(name => section + name))}";
        }

        try
        {
            value.Get(property.PropertyType);
            return null;
        }
        catch (InvalidOperationException)
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            return Sentence(value, type == typeof(bool) ? "must be true or false" : type == typeof(int) ? "must be a whole number" : $"must be a {type.Name}");
        }
    }

    private static string Sentence(IConfigurationSection value, string rule) => $"{value.Path} {rule}; it is '{value.Value}'.";
}
