using System.Text;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.ContractConformance;

/// <summary>Builds requests from the examples of the contract alone.</summary>
internal static class Examples
{
    /// <param name="operation">The operation to request.</param>
    /// <param name="query">The query string, if any; required parameters are added.</param>
    /// <param name="body">A body to send instead of the example.</param>
    /// <param name="mediaType">A media type to send instead of the first documented one.</param>
    public static HttpRequestMessage Request(Operation operation, string query = "", string? body = null, string? mediaType = null)
    {
        var address = operation.Path;
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.IsRequired))
        {
            var value = Uri.EscapeDataString(Wire.Text(parameter.Example!));
            address = parameter.In == "path" ? address.Replace($"{{{parameter.Name}}}", value, StringComparison.Ordinal) : address;
            query = parameter.In == "query" ? $"{parameter.Name}={value}&{query}" : query;
        }

        var request = new HttpRequestMessage(new HttpMethod(operation.Method), $"{address}?{query}".TrimEnd('?', '&'));
        if (operation.Bodies.Count > 0)
        {
            var (type, location) = operation.Bodies.First();
            request.Content = new StringContent(body ?? Body(location), Encoding.UTF8, mediaType ?? type);
            request.Content.Headers.ContentType!.CharSet = null;
        }

        if (operation.Answers.ContainsKey("428"))
        {
            request.Headers.TryAddWithoutValidation(operation.Method == "PUT" ? "If-None-Match" : "If-Match", "*");
        }

        return request;
    }

    /// <summary>Returns a body with the required members, each with its example.</summary>
    private static string Body(string location)
    {
        var schema = WrittenContract.Committed.Schema(location);
        return schema["properties"] is JsonObject properties
            ? new JsonObject((schema["required"]?.AsArray() ?? []).Select(name => KeyValuePair.Create((string)name!, WrittenContract.Committed.Resolve(properties[(string)name!]!, location).Node["example"]?.DeepClone()))).ToJsonString()
            : schema["type"]?.ToString() == "string" ? "# A title\n\nText." : "{}";
    }
}
