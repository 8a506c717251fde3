using System.Reflection;

namespace ContentApi.Core.Model;

/// <summary>Describes an open enum in the OpenAPI document: a string with known values, to which values may be added.</summary>
/// <param name="name">The name of the set of values. The contract publishes the known values as the schema `Known…`.</param>
/// <param name="sources">The types that define the values: an enum, or a static class with a constant for each value.</param>
internal sealed class OpenEnumAttribute(string name, params Type[] sources) : StringSchemaAttribute(50)
{
    /// <summary>The form of all values, known or not.</summary>
    public const string ValuePattern = "^[a-zA-Z]+(\\.[a-zA-Z]+)?$";

    /// <summary>Gets the name of the schema that contains the known values.</summary>
    public string SchemaName => $"Known{name}";

    /// <summary>Gets the known values, read from the code, so that they are always complete.</summary>
    public IReadOnlyList<string> Values => [.. sources.SelectMany(GetValues)];

    private static IEnumerable<string> GetValues(Type source) => source.IsEnum
        ? EnumNames.All(source)
        : source.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
}
