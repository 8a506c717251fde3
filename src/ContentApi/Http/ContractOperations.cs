using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Http;

/// <summary>Says once what every operation has: the problems, the headers of each status, and an id from the route's name.</summary>
internal sealed class ContractOperations : IOperationFilter
{
    private const string ProblemMediaType = "application/problem+json";

    private static readonly string[] OnEvery = ["400", "500", "503"];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        operation.OperationId = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().First().EndpointName;

        var responses = operation.Responses ??= [];
        foreach (var status in OnEvery)
        {
            responses.TryAdd(status, new OpenApiResponse
            {
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [ProblemMediaType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), context.Document) },
                },
            });
        }

        foreach (var (status, response) in responses)
        {
            if (response is OpenApiResponse concrete && ContractText.Statuses.TryGetValue(status, out var description))
            {
                concrete.Description = description;
                concrete.Headers = HeadersOf(status, operation).ToDictionary(name => name, Header, StringComparer.Ordinal);
            }
        }
    }

    private static IEnumerable<string> HeadersOf(string status, OpenApiOperation operation) => status switch
    {
        "200" when operation.Parameters?.Any(parameter => parameter.Name == "cursor") == true =>
            ["ETag", "Last-Modified", "Cache-Control", "Content-Revision", "Link"],
        "200" or "304" => ["ETag", "Last-Modified", "Cache-Control", "Content-Revision"],
        "308" => ["Location", "Cache-Control", "Content-Revision"],
        "404" => ["Cache-Control", "Content-Revision"],
        "503" => ["Cache-Control", "Retry-After"],
        _ => ["Cache-Control"],
    };

    private static IOpenApiHeader Header(string name)
    {
        var (description, example) = ContractText.Headers[name];
        var number = name is "Content-Revision" or "Retry-After";
        return new OpenApiHeader
        {
            Description = description,
            Schema = new OpenApiSchema { Type = number ? JsonSchemaType.Integer : JsonSchemaType.String },
            Example = number ? JsonValue.Create(int.Parse(example)) : JsonValue.Create(example),
        };
    }
}

/// <summary>The document as a whole: descriptions of tags, and the schema of problems, which no handler returns by type.</summary>
internal sealed class ContractDocument : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository);
        swaggerDoc.Tags = ContractText.Tags.Select(tag => new OpenApiTag { Name = tag.Key, Description = tag.Value }).ToHashSet();
        foreach (var server in swaggerDoc.Servers ?? [])
        {
            server.AddExtension("x-internal", new JsonNodeExtension(false));
        }
    }
}
