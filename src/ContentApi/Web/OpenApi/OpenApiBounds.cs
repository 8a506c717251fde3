using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ContentApi.Core.Model;
using Microsoft.OpenApi;

namespace ContentApi.Web.OpenApi;

/// <summary>
/// Sets the bounds of a schema from the type and the validation attributes of the member or parameter that it describes. By default, the
/// minimum of an integer is 0. Its maximum is that of `int` or, for `long`, the largest integer that is interoperable in JSON (RFC 8259
/// section 6).
/// </summary>
internal static class OpenApiBounds
{
    /// <summary>Maximum length of an RFC 3339 date-time in a response: seven decimals and an offset.</summary>
    private const int MaxInstantLength = 33;
    private const int MaxDateLength = 10;
    private const int MaxUuidLength = 36;

    public static void Apply(OpenApiSchema schema, IReadOnlyList<Attribute> attributes)
    {
        if (attributes.OfType<StringSchemaAttribute>().FirstOrDefault() is { } text)
        {
            Apply(schema, text);
        }

        if (attributes.OfType<MaxLengthAttribute>().FirstOrDefault() is { } maxLength && (schema.Items ?? schema.AdditionalProperties) is OpenApiSchema { Items: not null } innerList)
        {
            innerList.MaxItems = maxLength.Length; // applies to the lists inside a list or map
        }

        if (attributes.OfType<JsonConverterAttribute>().Any(attribute => attribute.ConverterType == typeof(InstantConverter)))
        {
            schema.MaxLength = Rfc3339.MaxLength; // of a request, which can have more decimals
        }

        ApplyTypeBounds(schema);
    }

    private static void Apply(OpenApiSchema schema, StringSchemaAttribute text)
    {
        if (FindInnermost(schema) is not { } target)
        {
            return;
        }

        if (text is OpenEnumAttribute openEnum)
        {
            OpenApiEnums.SetOpenEnum(target, openEnum);
            return;
        }

        target.MaxLength = text.MaxLength;
        target.MinLength = text.MinLength > 0 ? text.MinLength : target.MinLength;
        target.Pattern = text.Pattern ?? target.Pattern;
        target.Format = text.Format ?? target.Format;
    }

    /// <summary>Returns the schema of the innermost items of a list, map, or list of lists; otherwise the schema itself.</summary>
    private static OpenApiSchema? FindInnermost(OpenApiSchema schema) =>
        (schema.Items ?? schema.AdditionalProperties) is { } inner ? (inner is OpenApiSchema concrete ? FindInnermost(concrete) : null) : schema;

    private static void ApplyTypeBounds(OpenApiSchema schema)
    {
        foreach (var part in new[] { schema.Items, schema.AdditionalProperties }.OfType<OpenApiSchema>())
        {
            ApplyTypeBounds(part);
        }

        if (schema.Type?.HasFlag(JsonSchemaType.Integer) == true)
        {
            schema.Minimum ??= "0";
            schema.Maximum ??= schema.Format == "int64" ? $"{RevisionAttribute.MaxValue}" : $"{int.MaxValue}";
        }

        if (schema.Type?.HasFlag(JsonSchemaType.String) == true)
        {
            schema.MaxLength ??= schema.Format switch { "date-time" => MaxInstantLength, "date" => MaxDateLength, "uuid" => MaxUuidLength, _ => null };
        }
    }
}
