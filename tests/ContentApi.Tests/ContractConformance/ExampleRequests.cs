using System.Text;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.ContractConformance;

/// <summary>Builds requests from the examples in the contract.</summary>
internal static class ExampleRequests
{
    /// <summary>Parameters of operations that require exactly one of several parameters. The contract cannot express this rule.</summary>
    private static readonly HashSet<string> ConditionallyRequired = new(StringComparer.Ordinal) { "batchStories slugs" };

    /// <summary>Creates a request with the required parameters and the documented body.</summary>
    /// <param name="operation">The operation to request.</param>
    /// <param name="query">The query string, to which required parameters are added.</param>
    /// <param name="body">A body to send instead of the example.</param>
    /// <param name="mediaType">A media type to send instead of the first documented one.</param>
    public static HttpRequestMessage Create(Operation operation, string query = "", string? body = null, string? mediaType = null)
    {
        var path = operation.Path;
        foreach (var parameter in operation.Parameters.Where(parameter => IsRequired(operation, parameter)))
        {
            var value = Uri.EscapeDataString(ParameterSerializer.Serialize(parameter.Example!));
            path = parameter.In == "path" ? path.Replace($"{{{parameter.Name}}}", value, StringComparison.Ordinal) : path;
            query = parameter.In == "query" ? $"{parameter.Name}={value}&{query}" : query;
        }

        var request = new HttpRequestMessage(new HttpMethod(operation.Method), $"{path}?{query}".TrimEnd('?', '&'));
        if (operation.Bodies.Count > 0)
        {
            var documented = mediaType is not null && operation.Bodies.ContainsKey(mediaType) ? mediaType : operation.Bodies.Keys.First();
            request.Content = new StringContent(body ?? ExampleBody(operation.Bodies[documented]), Encoding.UTF8, mediaType ?? documented);
            request.Content.Headers.ContentType!.CharSet = null;
        }

        if (operation.Responses.ContainsKey("428"))
        {
            request.Headers.TryAddWithoutValidation(operation.Parameters.Any(parameter => parameter.Name == "If-None-Match") ? "If-None-Match" : "If-Match", "*");
        }

        return request;
    }

    /// <summary>Returns a query string with the examples of the parameters that are not required.</summary>
    public static string OptionalQuery(Operation operation) => string.Join('&', operation.Parameters
        .Where(parameter => parameter is { In: "query", Example: not null } && !IsRequired(operation, parameter))
        .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(ParameterSerializer.Serialize(parameter.Example!))}"));

    private static bool IsRequired(Operation operation, Parameter parameter) => parameter.IsRequired || ConditionallyRequired.Contains($"{operation.Id} {parameter.Name}");

    /// <summary>Returns the example of the body whose schema is at a location.</summary>
    private static string ExampleBody(string location)
    {
        var example = OpenApiContract.Committed.Schema(location[..^"/schema".Length])["example"]!;
        return example is JsonValue text ? (string)text! : example.ToJsonString();
    }
}
