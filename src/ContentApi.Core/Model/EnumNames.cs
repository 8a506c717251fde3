using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>
/// Converts enum values to and from their names in JSON, SQL, query parameters and commands. A name is given by
/// <see cref="JsonStringEnumMemberNameAttribute"/>; otherwise it is the member name in camel case. The names are built once, so that a
/// conversion does not allocate.
/// </summary>
internal static class EnumNames
{
    /// <summary>Returns all names, in the order of the numeric values of the enum.</summary>
    public static string[] All<T>()
        where T : struct, Enum => [.. Names<T>.ByValue.OrderBy(pair => pair.Key).Select(pair => pair.Value)];

    /// <summary>Returns all names of an enum type, in the order of its numeric values.</summary>
    public static IEnumerable<string> All(Type enumType) => Enum.GetNames(enumType).Select(member => ToName(enumType, member));

    /// <summary>Returns the name of a value.</summary>
    public static string GetName<T>(this T value)
        where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>Returns the name of a value of an enum type.</summary>
    public static string GetName(Type enumType, object value) => ToName(enumType, Enum.GetName(enumType, value)!);

    /// <summary>Parses a name, which is case-sensitive.</summary>
    /// <exception cref="KeyNotFoundException">No value has this name.</exception>
    public static T Parse<T>(string name)
        where T : struct, Enum => Names<T>.ByName[name];

    /// <summary>Parses a name; returns <paramref name="defaultValue"/> for null.</summary>
    public static T ParseOrDefault<T>(string? name, T defaultValue)
        where T : struct, Enum => name is null ? defaultValue : Parse<T>(name);

    /// <summary>Parses a comma-separated list of names; returns an empty list for null.</summary>
    public static T[] ParseList<T>(string? names)
        where T : struct, Enum => names is null ? [] : Array.ConvertAll(names.Split(','), Parse<T>);

    private static string ToName(Type enumType, string member) =>
        enumType.GetField(member)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(member);

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>().ToDictionary(value => value, value => ToName(typeof(T), value.ToString()));

        public static readonly Dictionary<string, T> ByName = ByValue.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
