using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ContentApi.Core.Model;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>Adds to schemas what the generator does not infer: names, required members, nullability and bounds.</summary>
internal sealed class OpenApiSchemas : ISchemaFilter
{
    public static string GetSchemaId(Type type) =>
        !type.IsGenericType ? type.Name
        : type.GetGenericTypeDefinition() == typeof(Page<>) ? $"{GetSchemaId(type.GetGenericArguments()[0])}List"
        : type.GetGenericTypeDefinition() == typeof(RawJson<>) ? GetSchemaId(type.GetGenericArguments()[0])
        : type.Name[..type.Name.IndexOf('`')] + string.Concat(type.GetGenericArguments().Select(GetSchemaId));

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is OpenApiSchema { Enum: { Count: > 0 } values } enumSchema && context.Type.IsEnum)
        {
            CompleteEnum(enumSchema, values.Select(value => value.GetValue<string>()).ToList(), context.Type);
            return;
        }

        if (schema is not OpenApiSchema { Properties: { } properties } concrete)
        {
            return;
        }

        // Responses may gain members in later versions, so they allow additional properties; every documented member is always present.
        concrete.AdditionalPropertiesAllowed = true;
        concrete.Required = properties.Keys.ToHashSet(StringComparer.Ordinal);

        var nullability = new NullabilityInfoContext();
        OpenApiRequestBodies.SetRequiredInputMembers(concrete, context.Type, nullability);
        foreach (var member in context.Type.GetProperties())
        {
            var name = member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? char.ToLowerInvariant(member.Name[0]) + member.Name[1..];
            if (!properties.TryGetValue(name, out var property))
            {
                continue;
            }

            var nullable = nullability.Create(member).ReadState == NullabilityState.Nullable;
            properties[name] = property switch
            {
                OpenApiSchemaReference reference when nullable => new OpenApiSchema
                {
                    Description = property.Description,
                    OneOf = [reference, new OpenApiSchema { Type = JsonSchemaType.Null }],
                },
                OpenApiSchema inline => CompleteProperty(inline, nullable, member.GetCustomAttributes().ToList()),
                _ => property,
            };
        }
    }

    /// <summary>Adds the first value as the example and, if values are no identifiers, the names by which generators call them.</summary>
    private static void CompleteEnum(OpenApiSchema schema, List<string> values, Type type)
    {
        schema.Example = JsonValue.Create(values[0]);
        if (!values.TrueForAll(value => char.IsLetter(value[0])))
        {
            schema.AddExtension("x-enum-varnames", new JsonNodeExtension(new JsonArray([.. Enum.GetNames(type)])));
        }
    }

    private static OpenApiSchema CompleteProperty(OpenApiSchema schema, bool nullable, List<Attribute> attributes)
    {
        schema.ReadOnly = false; // redundant: every member of a response is read-only
        if (schema.OneOf is null && schema.Type is { } type)
        {
            schema.Type = nullable ? type | JsonSchemaType.Null : type & ~JsonSchemaType.Null;
        }

        OpenApiBounds.Apply(schema, attributes);
        return schema;
    }
}
