using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContentApi.Tests;

/// <summary>Checks problem responses and reads JSON.</summary>
internal static class ResponseExtensions
{
    /// <summary>Returns the problem of a response, after checking its status and the shape that all problems share.</summary>
    public static async Task<JsonNode> ShouldBeProblem(this HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"expected {(int)status}, got {(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());

        var problem = JsonNode.Parse(text)!;
        Assert.Equal(["type", "title", "status", "detail", "instance", "traceId", "errors"], problem.AsObject().Select(member => member.Key));
        Assert.StartsWith("/problems/", (string)problem["type"]!, StringComparison.Ordinal);
        Assert.Equal((int)status, (int)problem["status"]!);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        return problem;
    }

    /// <summary>Returns the string value of one member of each item.</summary>
    public static IEnumerable<string> Strings(this JsonNode? array, string member) => array!.AsArray().Select(item => (string)item![member]!);

    public static string Text(this JsonElement element) => element.GetRawText();
}
