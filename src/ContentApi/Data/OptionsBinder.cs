using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using ContentApi.Core.Text;
using Microsoft.Extensions.Options;

namespace ContentApi.Data;

/// <summary>
/// Binds and validates configuration sections before anything is started, and reports all unknown keys and invalid values of a section in
/// sentences. The rules are validation attributes or <see cref="IValidatableObject"/>. Their messages continue after the key: `must be …`.
/// </summary>
/// <remarks>
/// `BindConfiguration` with <see cref="BinderOptions.ErrorOnUnknownConfiguration"/> and `ValidateDataAnnotations` reports only the first
/// value that cannot be converted, names .NET types instead of keys, suggests nothing, and accepts a value in the place of a section.
/// </remarks>
internal static class OptionsBinder
{
    private static readonly Dictionary<Type, string> Expected = new()
    {
        [typeof(bool)] = "true or false",
        [typeof(bool?)] = "true or false",
        [typeof(int)] = "a whole number",
        [typeof(long?)] = "a whole number, or empty for no limit",
        [typeof(double)] = "a number",
        [typeof(TimeSpan)] = "a time such as 00:02:10",
        [typeof(string)] = "a text",
        [typeof(IReadOnlyList<string>)] = "a list, whose items have the keys 0, 1, …",
    };

    /// <summary>
    /// Binds <typeparamref name="T"/> to its section, validates it, and registers it as <see cref="IOptions{TOptions}"/>.
    /// </summary>
    /// <exception cref="OptionsValidationException">The section is invalid; the failures are meant for the operator.</exception>
    public static T AddValidatedOptions<T>(this WebApplicationBuilder builder, string section)
        where T : class, new()
    {
        var options = new T();
        List<string> faults = [];
        Bind(builder.Configuration.GetSection(section), options, faults);
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(section, typeof(T), faults);
        }

        builder.Services.AddSingleton(Options.Create(options));
        return options;
    }

    /// <summary>
    /// Sets the properties for which a section has keys, validates the result, and adds its faults to <paramref name="faults"/>. Properties
    /// without a setter are nested sections.
    /// </summary>
    /// <param name="section">The section.</param>
    /// <param name="options">The object to set.</param>
    /// <param name="faults">The list to add faults to.</param>
    /// <param name="except">Known keys that the caller binds itself.</param>
    public static void Bind(IConfigurationSection section, object options, List<string> faults, params string[] except)
    {
        var properties = options.GetType().GetProperties().ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var key in section.GetChildren().Where(key => !except.Contains(key.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!properties.TryGetValue(key.Key, out var property))
            {
                faults.Add(DescribeUnknown(key, properties.Keys));
            }
            else if (property.CanWrite)
            {
                SetValue(key, property, options, faults);
            }
            else if (key.Value is null)
            {
                Bind(key, property.GetValue(options)!, faults);
            }
            else
            {
                faults.Add(FormatFault(key, $"must be a section, with keys such as {key.Path}:{property.PropertyType.GetProperties()[0].Name}"));
            }
        }

        List<ValidationResult> failures = [];
        Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true);
        faults.AddRange(failures.Select(failure => FormatFault(section.GetSection(failure.MemberNames.First()), failure.ErrorMessage!)));
    }

    /// <summary>Returns the fault of an unknown key, with a suggestion among the known keys of its section.</summary>
    public static string DescribeUnknown(IConfigurationSection key, IEnumerable<string> known) =>
        $"Unknown setting '{key.Path}'. {NameSuggester.Suggest(key.Path, known.Select(name => key.Path[..^key.Key.Length] + name))}";

    public static string FormatFault(IConfigurationSection key, string rule) => $"{key.Path} {rule}; it is '{key.Value}'.";

    /// <summary>Sets a property to the value of its key. An empty list or null, which JSON can contain, keeps the default.</summary>
    private static void SetValue(IConfigurationSection key, PropertyInfo property, object options, List<string> faults)
    {
        var (type, hasItems) = (property.PropertyType, key.GetChildren().Any());
        var isList = type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));
        if (!hasItems && (isList ? string.IsNullOrEmpty(key.Value) : key.Value is null))
        {
            return;
        }

        // The framework's binder ignores a value in the place of a list and vice versa, and reads a time without colons as days.
        var isMisplaced = isList != hasItems || (type == typeof(TimeSpan) && !key.Value!.Contains(':', StringComparison.Ordinal));
        try
        {
            property.SetValue(options, isMisplaced ? throw new InvalidOperationException() : key.Get(type), BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null);
        }
        catch (InvalidOperationException)
        {
            faults.Add(FormatFault(key, $"must be {Expected.GetValueOrDefault(type, "valid")}"));
        }
        catch (ArgumentException e)
        {
            faults.Add($"{key.Path}: {e.Message.Split(" (Parameter", 2)[0].TrimEnd('.')}; it is '{key.Value}'."); // Kestrel's setters throw
        }
    }
}
