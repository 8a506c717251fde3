using System.Text;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.ContractConformance;

/// <summary>Requests made from nothing but the contract's examples.</summary>
internal static class Examples
{
    /// <param name="operation">What is asked for.</param>
    /// <param name="query">The query string, if there is one; required parameters come by themselves.</param>
    /// <param name="body">A body in place of the example.</param>
    /// <param name="mediaType">A media type in place of the first one.</param>
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

    /// <summary>What is required of a body, each member with its own example.</summary>
    private static string Body(string location)
    {
        var schema = WrittenContract.Committed.Schema(location);
        return schema["properties"] is JsonObject properties
            ? new JsonObject((schema["required"]?.AsArray() ?? []).Select(name => KeyValuePair.Create((string)name!, WrittenContract.Committed.Resolve(properties[(string)name!]!, location).Node["example"]?.DeepClone()))).ToJsonString()
            : schema["type"]?.ToString() == "string" ? "# A title\n\nText." : "{}";
    }
}
