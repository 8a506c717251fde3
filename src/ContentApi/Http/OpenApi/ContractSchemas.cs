using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ContentApi.Data;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Http.OpenApi;

/// <summary>Says of schemas what the generator cannot know: names, which members are always there, and that a null object is null.</summary>
internal sealed class ContractSchemas : ISchemaFilter
{
    public static string Name(Type type) =>
        !type.IsGenericType ? type.Name
        : type.GetGenericTypeDefinition() == typeof(Page<>) ? $"{Name(type.GetGenericArguments()[0])}List"
        : type.GetGenericTypeDefinition() == typeof(RawJson<>) ? Name(type.GetGenericArguments()[0])
        : type.Name[..type.Name.IndexOf('`')] + string.Concat(type.GetGenericArguments().Select(Name));

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } properties } concrete)
        {
            return;
        }

        // Responses stay open for what will come; every documented member is always present.
        concrete.AdditionalPropertiesAllowed = true;
        concrete.Required = properties.Keys.ToHashSet(StringComparer.Ordinal);

        var nullability = new NullabilityInfoContext();
        ContractBodies.NoteNeeded(concrete, context.Type, nullability);
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
                OpenApiSchema inline => Inline(inline, nullable, member.GetCustomAttributes().ToList()),
                _ => property,
            };
        }
    }

    private static OpenApiSchema Inline(OpenApiSchema schema, bool nullable, List<Attribute> attributes)
    {
        schema.ReadOnly = false; // all of it is: this is delivery
        if (schema.OneOf is null && schema.Type is { } type)
        {
            schema.Type = nullable ? type | JsonSchemaType.Null : type & ~JsonSchemaType.Null;
        }

        ContractBounds.Set(schema, attributes);
        return schema;
    }
}

/// <summary>Looks through <see cref="RawJson{T}"/>: on the wire it is its T.</summary>
internal sealed class ContractDataResolver(IOptions<JsonOptions> json) : ISerializerDataContractResolver
{
    private readonly JsonSerializerDataContractResolver resolver = new(json.Value.SerializerOptions);

    public DataContract GetDataContractForType(Type type) =>
        resolver.GetDataContractForType(
            type.IsGenericType && type.GetGenericTypeDefinition() == typeof(RawJson<>) ? type.GetGenericArguments()[0] : type);
}

/// <summary>Documents the values that our attributes allow.</summary>
internal sealed class ContractParameters : IParameterFilter
{
    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        var attributes = (context.ParameterInfo?.GetCustomAttributes() ?? context.PropertyInfo?.GetCustomAttributes() ?? []).ToList();
        if (parameter is not OpenApiParameter { Schema: OpenApiSchema schema } concrete)
        {
            return;
        }

        concrete.Example ??= schema.Example;
        schema.Example = null;

        foreach (var attribute in attributes)
        {
            switch (attribute)
            {
                case CommaSeparatedAttribute several:
                    MakeList(concrete, several);
                    break;
                case RequiredAttribute:
                    concrete.Required = true;
                    break;
            }
        }

        if (concrete.In == ParameterLocation.Path)
        {
            concrete.Required = true;
        }

        if (concrete.Schema is OpenApiSchema bounded)
        {
            ContractBounds.Set(bounded, attributes);
            if (concrete.In == ParameterLocation.Query && bounded is { Type: JsonSchemaType.String, Enum: null })
            {
                bounded.MinLength = Math.Max(bounded.MinLength ?? 0, 1); // an empty one is left out instead
            }
        }
    }

    private static void MakeList(OpenApiParameter parameter, CommaSeparatedAttribute several)
    {
        var example = (parameter.Example ?? parameter.Schema?.Example)?.GetValue<string>().Split(',').Select(item => (JsonNode)JsonValue.Create(item)).ToArray();
        parameter.Style = ParameterStyle.Form;
        parameter.Explode = false;
        parameter.Example = example is null ? null : new JsonArray(example);
        parameter.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MinItems = 1,
            MaxItems = several.Max,
            UniqueItems = true,
            Items = several is AnyOfAttribute anyOf
                ? new OpenApiSchema { Type = JsonSchemaType.String, Enum = ContractBounds.Values(anyOf.Values, nullable: false) }
                : new OpenApiSchema { Type = JsonSchemaType.String, Pattern = several.Pattern, MaxLength = several.MaxLength },
        };
    }
}
