using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Http.OpenApi;

/// <summary>
/// Says once what every operation has: an id from the route's name, the problems, the headers of each status, the preconditions that
/// belong to them, and where an answer leads.
/// </summary>
internal sealed class ContractOperations : IOperationFilter
{
    private static readonly int[] OnEvery = [400, 401, 405, 414, 429, 431, 500, 503];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        operation.OperationId = metadata.OfType<IEndpointNameMetadata>().First().EndpointName;
        if (metadata.OfType<MinRevision.Taken>().Any())
        {
            (operation.Parameters ??= []).Add(ContractParameterTexts.MinRevision());
        }

        var responses = operation.Responses ??= [];
        AddPreconditions(operation, responses);
        foreach (var status in OnEvery)
        {
            responses[$"{status}"] = new OpenApiResponse();
        }

        foreach (var (status, response) in responses.OrderBy(response => response.Key, StringComparer.Ordinal).ToList())
        {
            var code = int.Parse(status);
            var besides = metadata.OfType<DocumentedHeaders>().Where(header => header.Status == code).SelectMany(header => header.Names).ToList();
            responses.Remove(status);
            responses[status] = code < 400 ? Answer((OpenApiResponse)response, status, operation, besides, context)
                : besides.Count > 0 ? ContractComponents.Response(ProblemKind.For(code), context.Document, besides)
                : new OpenApiResponseReference(ContractComponents.Name(ProblemKind.For(code)), context.Document);
        }
    }

    private static OpenApiResponse Answer(OpenApiResponse response, string status, OpenApiOperation operation, List<string> besides, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var isPaged = operation.Parameters?.Any(parameter => parameter.Name == "cursor") == true;
        var headers = metadata.OfType<NewsroomEndpoint>().Any() ? ContractHeaders.OfNewsroom(status, isPaged) : ContractHeaders.Delivered(status, isPaged);
        response.Description = Describe(status, context);
        response.Headers = ContractHeaders.Of(context.Document, headers.Concat(besides));
        response.Links = status is "200" or "201" ? Links(metadata, operation.OperationId!, isPaged) : null;
        return response;
    }

    /// <summary>What the status says, and what is in the body.</summary>
    private static string Describe(string status, OperationFilterContext context)
    {
        var type = context.ApiDescription.SupportedResponseTypes.FirstOrDefault(response => $"{response.StatusCode}" == status)?.Type;
        var body = type is not null && context.SchemaRepository.TryLookupByType(type, out var schema)
            ? context.SchemaRepository.Schemas[schema.Reference.Id!].Description
            : null;
        return $"{ContractText.Statuses[status]} {body}".Trim();
    }

    private static Dictionary<string, IOpenApiLink>? Links(IList<object> metadata, string operation, bool isPaged)
    {
        var links = metadata.OfType<DocumentedLink>().ToList();
        if (isPaged)
        {
            links.Add(new("nextPage", operation, "cursor", "$response.body#/nextCursor", "The page after this one, with the other parameters as they are; there is none when `nextCursor` is null."));
        }

        return links.Count == 0 ? null : links.ToDictionary(
            link => link.Name,
            link => (IOpenApiLink)new OpenApiLink
            {
                OperationId = link.Operation,
                Description = link.Description,
                Parameters = new Dictionary<string, RuntimeExpressionAnyWrapper>(StringComparer.Ordinal) { [link.Parameter] = new() { Any = JsonValue.Create(link.Value) } },
            },
            StringComparer.Ordinal);
    }

    /// <summary>Adds `If-None-Match` where a 304 can come of it, and `If-Match` where a write takes it.</summary>
    private static void AddPreconditions(OpenApiOperation operation, OpenApiResponses responses)
    {
        var parameters = operation.Parameters ??= [];
        if (responses.ContainsKey("304"))
        {
            parameters.Add(ContractParameterTexts.IfNoneMatch());
            parameters.Add(ContractParameterTexts.IfModifiedSince());
        }

        if (responses.ContainsKey("412"))
        {
            parameters.Add(ContractParameterTexts.IfMatch());
            if (responses.ContainsKey("201"))
            {
                parameters.Add(ContractParameterTexts.Create());
            }
        }
    }
}

/// <summary>Parameters that no handler declares, because filters and middleware read them.</summary>
internal static class ContractParameterTexts
{
    private const string Tags = "^(\\*|(W/)?\"[^\"]*\"(, *(W/)?\"[^\"]*\")*)$";

    public static OpenApiParameter MinRevision() => new()
    {
        Name = Http.MinRevision.Parameter,
        In = ParameterLocation.Query,
        Description = "Answer with nothing older than this revision of the library: read your own writes. It changes no answer, only when it is given; beyond the newest revision it is a 400, and a 503 where this node has not seen it within a second.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0", Maximum = $"{RevisionAttribute.Largest}" },
        Example = JsonValue.Create(1),
    };

    public static OpenApiParameter IfNoneMatch() => Tag(
        "If-None-Match",
        "The `ETag` of the copy that you have, or several: if it is still the same, the answer is a 304 without a body. A 304 from the response cache does not count against your rate limit.",
        "\"AAAAAAAAAAAAAAAAAAAAAA\""); // no pattern: what is none is passed over

    public static OpenApiParameter IfModifiedSince() => new()
    {
        Name = "If-Modified-Since",
        In = ParameterLocation.Header,
        Description = "`Last-Modified` of your copy, where you have no `ETag` of it: 304 while nothing in the library has changed since.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = RequestLimits.Headers },
        Example = JsonValue.Create("Tue, 26 Aug 2025 06:00:00 GMT"),
    };

    public static OpenApiParameter IfMatch() => Tag(
        "If-Match",
        "The `ETag` of what you have read, such as `\"0198e4a17c007d3ba5f03c2b1a098765-3\"`: to replace just that. A 412 says that it has changed since.",
        example: null,
        Tags);

    public static OpenApiParameter Create() => Tag("If-None-Match", "`*`, to create: a 412 says that there is something already.", "*", "^\\*$");

    private static OpenApiParameter Tag(string name, string description, string? example, string? pattern = null) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = RequestLimits.Headers, Pattern = pattern },
        Example = example is null ? null : JsonValue.Create(example),
    };
}

/// <summary>The document as a whole: descriptions of tags, and for whom the server is.</summary>
internal sealed class ContractDocument : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Tags = context.ApiDescriptions
            .SelectMany(operation => operation.ActionDescriptor.EndpointMetadata.OfType<TagDescription>())
            .Distinct()
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })
            .ToHashSet();
        foreach (var server in swaggerDoc.Servers ?? [])
        {
            server.AddExtension("x-internal", new JsonNodeExtension(false));
        }
    }
}
