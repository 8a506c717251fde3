using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>Documents the values that the validation attributes of a parameter allow.</summary>
internal sealed class OpenApiParameterFilter : IParameterFilter
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
                case CommaSeparatedAttribute list:
                    MakeList(concrete, list, context);
                    break;
                case IEnumValidation names:
                    concrete.Schema = CreateEnum(names, context);
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

        if (concrete.Schema is OpenApiSchema currentSchema)
        {
            OpenApiBounds.Apply(currentSchema, attributes);
            if (concrete.In == ParameterLocation.Query && currentSchema is { Type: JsonSchemaType.String, Enum: null })
            {
                currentSchema.MinLength = Math.Max(currentSchema.MinLength ?? 0, 1); // an empty value returns 400
            }
        }
    }

    private static void MakeList(OpenApiParameter parameter, CommaSeparatedAttribute list, ParameterFilterContext context)
    {
        var example = (parameter.Example ?? parameter.Schema?.Example)?.GetValue<string>().Split(',').Select(item => (JsonNode)JsonValue.Create(item)).ToArray();
        parameter.Description = $"{parameter.Description} Separate the values with commas, or repeat the parameter.".TrimStart();
        parameter.Style = ParameterStyle.Form;
        parameter.Explode = false;
        parameter.Example = example is null ? null : new JsonArray(example);
        parameter.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MinItems = 1,
            MaxItems = list.MaxItems,
            UniqueItems = true,
            Items = list is IEnumValidation names ? CreateEnum(names, context)
                : new OpenApiSchema { Type = JsonSchemaType.String, Pattern = list.Pattern, MaxLength = list.MaxItemLength },
        };
    }

    /// <summary>Creates a reference to the named schema of an enum. Without a name, generators create types such as `Anonymous3`.</summary>
    private static IOpenApiSchema CreateEnum(IEnumValidation names, ParameterFilterContext context) =>
        context.SchemaGenerator.GenerateSchema(names.EnumType, context.SchemaRepository);
}
