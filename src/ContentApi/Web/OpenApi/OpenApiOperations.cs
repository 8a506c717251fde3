using System.Text.Json.Nodes;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>
/// Completes each operation: sets `operationId` to the endpoint name, and adds `minRevision`, the precondition headers, the problems, the
/// headers of each status, and the links.
/// </summary>
internal sealed class OpenApiOperations : IOperationFilter
{
    private static readonly int[] CommonStatuses = [400, 401, 405, 414, 429, 431, 500, 503];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        operation.OperationId = metadata.OfType<IEndpointNameMetadata>().First().EndpointName;
        if (metadata.OfType<MinRevisionFilter.AcceptsMinRevision>().Any())
        {
            (operation.Parameters ??= []).Add(OpenApiSharedParameters.MinRevision());
        }

        var responses = operation.Responses ??= [];
        AddPreconditions(operation, responses, context.ApiDescription.HttpMethod!);
        foreach (var status in CommonStatuses)
        {
            responses[$"{status}"] = new OpenApiResponse();
        }

        foreach (var (status, response) in responses.OrderBy(response => response.Key, StringComparer.Ordinal).ToList())
        {
            var code = int.Parse(status);
            var additionalHeaders = metadata.OfType<DocumentedHeaders>().Where(header => header.Status == code).SelectMany(header => header.Names).ToList();
            var kind = metadata.OfType<ProblemKind>().FirstOrDefault(kind => kind.Status == code) ?? ProblemKind.FromStatus(code);
            responses.Remove(status);
            responses[status] = code < 400 ? CompleteResponse((OpenApiResponse)response, status, operation, additionalHeaders, context)
                : additionalHeaders.Count > 0 ? OpenApiComponentsFilter.CreateResponse(kind, context.Document, additionalHeaders)
                : new OpenApiResponseReference(OpenApiComponentsFilter.GetComponentName(kind), context.Document);
        }
    }

    private static OpenApiResponse CompleteResponse(OpenApiResponse response, string status, OpenApiOperation operation, List<string> additionalHeaders, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var isPaged = operation.Parameters?.Any(parameter => parameter.Name == "cursor") == true;
        var headers = metadata.OfType<NewsroomEndpoint>().Any() ? OpenApiHeaders.ForNewsroom(status, isPaged) : OpenApiHeaders.ForDelivery(status, isPaged);
        response.Description = Describe(status, context);
        response.Headers = OpenApiHeaders.Create(context.Document, headers.Concat(additionalHeaders));
        response.Links = status is "200" or "201" ? CreateLinks(metadata, operation.OperationId!, isPaged) : null;
        return response;
    }

    /// <summary>Returns the description of the status, followed by that of the body.</summary>
    private static string Describe(string status, OperationFilterContext context)
    {
        var type = context.ApiDescription.SupportedResponseTypes.FirstOrDefault(response => $"{response.StatusCode}" == status)?.Type;
        var body = type is not null && context.SchemaRepository.TryLookupByType(type, out var schema)
            ? context.SchemaRepository.Schemas[schema.Reference.Id!].Description
            : null;
        return $"{OpenApiText.StatusDescriptions[status]} {body}".Trim();
    }

    private static Dictionary<string, IOpenApiLink>? CreateLinks(IList<object> metadata, string operationId, bool isPaged)
    {
        var links = metadata.OfType<DocumentedLink>().ToList();
        if (isPaged)
        {
            links.Add(new("nextPage", operationId, "cursor", "$response.body#/nextCursor", "The next page, with the other parameters unchanged. There is no next page if `nextCursor` is null."));
        }

        return links.Count == 0 ? null : links.ToDictionary(
            link => link.Name,
            link => (IOpenApiLink)new OpenApiLink
            {
                OperationId = link.OperationId,
                Description = link.Description,
                Parameters = new Dictionary<string, RuntimeExpressionAnyWrapper>(StringComparer.Ordinal) { [link.Parameter] = new() { Any = JsonValue.Create(link.Value) } },
            },
            StringComparer.Ordinal);
    }

    /// <summary>
    /// Adds `If-None-Match`, `If-Modified-Since` and the status 412 to operations that can return 304, and `If-Match` and the other
    /// preconditions of writes to those that can return 412.
    /// </summary>
    private static void AddPreconditions(OpenApiOperation operation, OpenApiResponses responses, string method)
    {
        var parameters = operation.Parameters ??= [];
        if (responses.ContainsKey("304"))
        {
            parameters.Add(OpenApiSharedParameters.IfNoneMatch());
            parameters.Add(OpenApiSharedParameters.IfModifiedSince());
            responses["412"] = new OpenApiResponse();
        }

        if (responses.ContainsKey("412"))
        {
            parameters.Add(HttpMethods.IsGet(method) ? OpenApiSharedParameters.IfMatchOfRead() : OpenApiSharedParameters.IfMatch());
            if (responses.ContainsKey("201") || (HttpMethods.IsPost(method) && responses.ContainsKey("428")))
            {
                parameters.Add(OpenApiSharedParameters.IfNoneMatchAny());
            }
        }
    }
}
