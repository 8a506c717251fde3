using System.Reflection;
using System.Runtime.CompilerServices;
using ContentApi.Web.Validation;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>
/// Documents request bodies. Unlike a response schema, a body schema allows no additional properties and requires only the members that
/// a client must send. A record that is used in bodies and in responses has two schemas; the body schema is named `…Input`.
/// </summary>
internal sealed class OpenApiRequestBodies : IOperationFilter, IDocumentFilter
{
    private const string RequiredMembersKey = "requiredMembers";
    private const string NotNullMembersKey = "notNullMembers";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var bodies = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<AcceptedBody>().ToList();
        if (bodies.Count == 0)
        {
            return;
        }

        operation.RequestBody = new OpenApiRequestBody
        {
            Required = bodies.TrueForAll(body => body.IsRequired),
            Description = "At most 2,000,000 bytes, in UTF-8.",
            Content = bodies
                .SelectMany(body => body.MediaTypes.Select(mediaType => (mediaType, body.Type)))
                .ToDictionary(
                    body => body.mediaType,
                    body => new OpenApiMediaType { Schema = body.Type == typeof(string) ? CreateTextSchema() : context.SchemaGenerator.GenerateSchema(body.Type, context.SchemaRepository) },
                    StringComparer.Ordinal),
        };
    }

    /// <summary>
    /// Records which members are required if a request body uses the schema, and which of them must not be null. A required number is nullable
    /// in C#, to distinguish a missing number from 0.
    /// </summary>
    public static void SetRequiredInputMembers(OpenApiSchema schema, Type type, NullabilityInfoContext nullability)
    {
        var required = type.GetProperties().Where(member => member.GetCustomAttribute<RequiredMemberAttribute>() is not null).ToList();
        GetMetadata(schema)[RequiredMembersKey] = GetNames(required);
        GetMetadata(schema)[NotNullMembersKey] = GetNames(required.Where(member =>
            nullability.Create(member).WriteState != NullabilityState.Nullable || Nullable.GetUnderlyingType(member.PropertyType) is not null));

        static HashSet<string> GetNames(IEnumerable<PropertyInfo> members) => members.Select(member => char.ToLowerInvariant(member.Name[0]) + member.Name[1..]).ToHashSet(StringComparer.Ordinal);
    }

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var schemas = swaggerDoc.Components!.Schemas!;
        var operations = swaggerDoc.Paths.Values.SelectMany(path => path.Operations ?? []).Select(operation => operation.Value).ToList();
        var responseSchemas = FindReachable(operations.SelectMany(operation => operation.Responses ?? [])
            .SelectMany(response => response.Value.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)).Select(content => content.Value.Schema), schemas);
        var bodies = operations.SelectMany(operation => operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)).ToList();
        var bodySchemas = FindReachable(bodies.Select(content => content.Value.Schema), schemas);

        var inputNames = bodySchemas
            .Where(name => schemas[name] is OpenApiSchema { Properties.Count: > 0 })
            .ToDictionary(name => name, name => responseSchemas.Contains(name) ? $"{name}Input" : name, StringComparer.Ordinal);
        foreach (var (name, inputName) in inputNames)
        {
            schemas[inputName] = CreateInputSchema((OpenApiSchema)schemas[name], inputNames, swaggerDoc);
        }

        foreach (var (mediaType, content) in bodies)
        {
            var schemaId = (content.Schema as OpenApiSchemaReference)?.Reference.Id;
            content.Schema = schemaId is null ? content.Schema : new OpenApiSchemaReference(inputNames[schemaId], swaggerDoc);
            if (mediaType == "application/merge-patch+json")
            {
                content.Schema = CreatePatchSchema(schemaId!, inputNames, swaggerDoc);
            }
        }

        // The input schemas replace or extend the generated ones; sorting keeps the document in alphabetical order.
        swaggerDoc.Components.Schemas = schemas.OrderBy(schema => schema.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    }

    private static OpenApiSchema CreateInputSchema(OpenApiSchema schema, Dictionary<string, string> inputNames, OpenApiDocument document)
    {
        var input = (OpenApiSchema)schema.CreateShallowCopy();
        var notNull = GetMembers(schema, NotNullMembersKey);
        input.AdditionalPropertiesAllowed = false;
        input.Required = GetMembers(schema, RequiredMembersKey);
        input.Properties = schema.Properties!.ToDictionary(
            property => property.Key,
            property => RenameReferences(notNull.Contains(property.Key) ? DisallowNull(property.Value) : property.Value, inputNames, document),
            StringComparer.Ordinal);
        return input;
    }

    private static HashSet<string> GetMembers(OpenApiSchema schema, string key) => schema.Metadata?.TryGetValue(key, out var value) == true ? (HashSet<string>)value : [];

    /// <summary>
    /// Returns a reference to the merge patch schema (RFC 7396) of a body, and adds that schema to the document if it is missing. It has
    /// the members of the body, none of them required. Null removes an optional member; a list is replaced as a whole.
    /// </summary>
    private static OpenApiSchemaReference CreatePatchSchema(string name, Dictionary<string, string> inputNames, OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        var patchName = $"{name}Patch";
        if (schemas.TryAdd(patchName, new OpenApiSchema()))
        {
            var body = (OpenApiSchema)schemas[inputNames[name]];
            var notNull = GetMembers((OpenApiSchema)schemas[name], NotNullMembersKey);
            var changes = (OpenApiSchema)body.CreateShallowCopy();
            changes.Description = $"The members to change, as a merge patch (RFC 7396). Null removes a member. {body.Description}";
            changes.Required = null;
            changes.Properties = body.Properties!.ToDictionary(
                property => property.Key,
                property => notNull.Contains(property.Key) ? property.Value : AllowNull(property.Value, inputNames, document),
                StringComparer.Ordinal);
            schemas[patchName] = changes;
        }

        return new OpenApiSchemaReference(patchName, document);
    }

    private static OpenApiSchema AllowNull(IOpenApiSchema schema, Dictionary<string, string> inputNames, OpenApiDocument document)
    {
        if (schema is OpenApiSchemaReference closedSet)
        {
            return new OpenApiSchema { Description = closedSet.Description, OneOf = [closedSet, new OpenApiSchema { Type = JsonSchemaType.Null }] };
        }

        var copy = (OpenApiSchema)schema.CreateShallowCopy();
        copy.Type = schema.Type | JsonSchemaType.Null;
        copy.OneOf = schema.OneOf?.Select(one => one is OpenApiSchemaReference reference
            ? CreatePatchSchema(inputNames.First(name => name.Value == reference.Reference.Id).Key, inputNames, document)
            : one).ToList();
        return copy;
    }

    private static Dictionary<string, object> GetMetadata(OpenApiSchema schema) =>
        (Dictionary<string, object>)(schema.Metadata ??= new Dictionary<string, object>(StringComparer.Ordinal));

    private static OpenApiSchema CreateTextSchema() => new()
    {
        Type = JsonSchemaType.String,
        Description = "The document as text.",
        MinLength = 1,
        MaxLength = RequestLimits.MaxBodyBytes,
    };

    private static IOpenApiSchema DisallowNull(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema { Type: { } type } || !type.HasFlag(JsonSchemaType.Null))
        {
            return schema;
        }

        var copy = (OpenApiSchema)schema.CreateShallowCopy();
        copy.Type = type & ~JsonSchemaType.Null;
        return copy;
    }

    private static IOpenApiSchema RenameReferences(IOpenApiSchema schema, Dictionary<string, string> inputNames, OpenApiDocument document)
    {
        if (schema is OpenApiSchemaReference reference)
        {
            return inputNames.TryGetValue(reference.Reference.Id!, out var name) && name != reference.Reference.Id
                ? new OpenApiSchemaReference(name, document)
                : reference;
        }

        if (schema is not OpenApiSchema { } inline || (inline.Items is null && inline.OneOf is null))
        {
            return schema;
        }

        var copy = (OpenApiSchema)inline.CreateShallowCopy();
        copy.Items = inline.Items is null ? null : RenameReferences(inline.Items, inputNames, document);
        copy.OneOf = inline.OneOf?.Select(one => RenameReferences(one, inputNames, document)).ToList();
        return copy;
    }

    private static HashSet<string> FindReachable(IEnumerable<IOpenApiSchema?> roots, IDictionary<string, IOpenApiSchema> schemas)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<IOpenApiSchema?>(roots);
        while (pending.TryPop(out var schema))
        {
            if (schema is OpenApiSchemaReference reference)
            {
                if (reached.Add(reference.Reference.Id!))
                {
                    pending.Push(schemas[reference.Reference.Id!]);
                }

                continue;
            }

            foreach (var part in (schema?.Properties?.Values ?? []).Concat(schema?.OneOf ?? []).Concat(schema?.AllOf ?? []).Append(schema?.Items).Append(schema?.AdditionalProperties).OfType<IOpenApiSchema>())
            {
                pending.Push(part);
            }
        }

        return reached;
    }
}
