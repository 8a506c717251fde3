using System.Text;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.ContractConformance;

/// <summary>Builds requests from the examples in the contract.</summary>
internal static class ExampleRequests
{
    /// <summary>Parameters and members that are required with the other examples, although the contract cannot express that.</summary>
    private static readonly HashSet<string> ConditionallyRequired = new(StringComparer.Ordinal) { "batchStories slugs", "createKey partner" };

    /// <summary>Creates a request with the required parameters and the documented body.</summary>
    /// <param name="operation">The operation to request.</param>
    /// <param name="query">The query string, to which required parameters are added.</param>
    /// <param name="body">A body to send instead of the example.</param>
    /// <param name="mediaType">A media type to send instead of the first documented one.</param>
    public static HttpRequestMessage Create(Operation operation, string query = "", string? body = null, string? mediaType = null)
    {
        var path = operation.Path;
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.IsRequired || ConditionallyRequired.Contains($"{operation.Id} {parameter.Name}")))
        {
            var value = Uri.EscapeDataString(ParameterSerializer.Serialize(parameter.Example!));
            path = parameter.In == "path" ? path.Replace($"{{{parameter.Name}}}", value, StringComparison.Ordinal) : path;
            query = parameter.In == "query" ? $"{parameter.Name}={value}&{query}" : query;
        }

        var request = new HttpRequestMessage(new HttpMethod(operation.Method), $"{path}?{query}".TrimEnd('?', '&'));
        if (operation.Bodies.Count > 0)
        {
            var (type, location) = operation.Bodies.First();
            request.Content = new StringContent(body ?? ExampleBody(operation, location), Encoding.UTF8, mediaType ?? type);
            request.Content.Headers.ContentType!.CharSet = null;
        }

        if (operation.Responses.ContainsKey("428"))
        {
            request.Headers.TryAddWithoutValidation(operation.Parameters.Any(parameter => parameter.Name == "If-None-Match") ? "If-None-Match" : "If-Match", "*");
        }

        return request;
    }

    /// <summary>Returns a body with the required members and their examples.</summary>
    private static string ExampleBody(Operation operation, string location)
    {
        var schema = OpenApiContract.Committed.Schema(location);
        return schema["properties"] is JsonObject properties
            ? new JsonObject(properties
                .Where(property => (schema["required"]?.AsArray() ?? []).Any(name => (string)name! == property.Key) || ConditionallyRequired.Contains($"{operation.Id} {property.Key}"))
                .Select(property => KeyValuePair.Create(property.Key, OpenApiContract.Committed.Resolve(property.Value!, location).Node["example"]?.DeepClone()))).ToJsonString()
            : schema["type"]?.ToString() == "string" ? "# A title\n\nText." : "{}";
    }
}
