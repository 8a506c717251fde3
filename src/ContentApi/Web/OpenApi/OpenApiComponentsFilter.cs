using ContentApi.Web.Problems;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>
/// Adds shared parts to the components: the problem responses with their `type`s and examples, the headers, and the parameters that are
/// identical in several operations.
/// </summary>
internal sealed class OpenApiComponentsFilter : IDocumentFilter
{
    public const string ProblemMediaType = "application/problem+json";

    /// <summary>A parameter that is identical in at least this many operations becomes a component.</summary>
    private const int MinOperations = 3;

    /// <summary>Returns the component name of a problem's response: `InvalidRequest` for `invalid-request`.</summary>
    public static string GetComponentName(ProblemKind kind) => string.Concat(kind.Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository);
        var operations = swaggerDoc.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()).ToList();

        var responses = operations.SelectMany(operation => operation.Responses?.Values ?? Enumerable.Empty<IOpenApiResponse>())
            .OfType<OpenApiResponseReference>().Select(response => response.Reference.Id!).ToHashSet(StringComparer.Ordinal);
        foreach (var kind in ProblemKind.All.Where(kind => responses.Contains(GetComponentName(kind))))
        {
            swaggerDoc.AddComponent(GetComponentName(kind), CreateResponse(kind, swaggerDoc));
        }

        var headers = operations.SelectMany(operation => operation.Responses?.Values ?? Enumerable.Empty<IOpenApiResponse>()).OfType<OpenApiResponse>()
            .Concat(swaggerDoc.Components!.Responses!.Values.OfType<OpenApiResponse>())
            .SelectMany(response => response.Headers?.Values ?? Enumerable.Empty<IOpenApiHeader>());
        OpenApiHeaders.AddTo(swaggerDoc, headers.OfType<OpenApiHeaderReference>().Select(header => header.Reference.Id!));
        ShareParameters(operations, swaggerDoc);
    }

    /// <summary>Returns the response of a problem kind, with additional headers of one operation.</summary>
    public static OpenApiResponse CreateResponse(ProblemKind kind, OpenApiDocument document, params IEnumerable<string> additionalHeaders) => new()
    {
        Description = $"{kind.Meaning} {kind.Remedy} Its `type` is `{kind.Type}`.",
        Headers = OpenApiHeaders.Create(document, OpenApiHeaders.ForProblem(kind.Status).Concat(additionalHeaders)),
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [ProblemMediaType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), document), Example = ProblemPages.CreateExample(kind) },
        },
    };

    private static void ShareParameters(List<OpenApiOperation> operations, OpenApiDocument document)
    {
        var groups = operations
            .SelectMany(operation => (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In != ParameterLocation.Path))
            .GroupBy(Serialize, StringComparer.Ordinal)
            .Where(group => group.Count() >= MinOperations)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var parameter = group.First();
            if (document.Components?.Parameters?.ContainsKey(parameter.Name!) == true)
            {
                continue; // a less frequent parameter with the same name stays inline
            }

            document.AddComponent(parameter.Name!, parameter);
            foreach (var operation in operations)
            {
                operation.Parameters = operation.Parameters?
                    .Select(candidate => candidate is OpenApiParameter && Serialize(candidate) == group.Key ? new OpenApiParameterReference(parameter.Name!, document) : candidate).ToList();
            }
        }
    }

    private static string Serialize(IOpenApiParameter parameter)
    {
        using var text = new StringWriter();
        parameter.SerializeAsV31(new OpenApiJsonWriter(text));
        return text.ToString();
    }
}
