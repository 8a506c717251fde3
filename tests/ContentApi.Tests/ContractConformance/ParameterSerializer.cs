using System.Globalization;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.ContractConformance;

/// <summary>Converts parameter values to and from their form in URLs and headers.</summary>
internal static class ParameterSerializer
{
    public static string Serialize(JsonNode value) => value is JsonArray array ? string.Join(',', array) : value.ToString();

    /// <summary>Parses a value by its schema. A value that is invalid for the schema's type stays a string.</summary>
    public static JsonNode Parse(JsonObject schema, string text)
    {
        var type = schema["type"]?.ToString() ?? "";
        if (type.Contains("array", StringComparison.Ordinal))
        {
            var items = schema["items"] as JsonObject ?? [];
            return new JsonArray(text.Split(',').Select(item => Parse(items, item)).ToArray());
        }

        return type.Contains("integer", StringComparison.Ordinal) && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
            : type.Contains("boolean", StringComparison.Ordinal) && bool.TryParse(text, out var boolean) ? JsonValue.Create(boolean)
            : JsonValue.Create(text);
    }
}
