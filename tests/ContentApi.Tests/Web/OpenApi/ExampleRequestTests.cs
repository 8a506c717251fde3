using System.Net;
using System.Net.Http.Json;
using ContentApi.Tests.ContractConformance;

namespace ContentApi.Tests.Web.OpenApi;

/// <summary>Sends the examples of all request bodies. They change the sample library, so this class has one of its own.</summary>
public sealed class ExampleRequestTests(SampleContent api) : IClassFixture<SampleContent>
{
    [Fact]
    public async Task The_service_accepts_the_examples_of_requests()
    {
        await SendExample(SharedStatusTests.Find("saveDraft"), "application/json");
        await SendPublication();
        List<string> rejected = [];
        var operations = OpenApiContract.Committed.Operations.Where(operation => operation.Bodies.Count > 0)
            .OrderBy(operation => operation.Path.EndsWith("/merge", StringComparison.Ordinal)) // of what has been renamed
            .ThenBy(operation => operation.Path.EndsWith("/rename", StringComparison.Ordinal)) // because the others use the former slug
            .ThenBy(operation => operation.Path.EndsWith("/withdraw", StringComparison.Ordinal)); // because an import does not republish
        foreach (var operation in operations)
        {
            foreach (var mediaType in operation.Bodies.Keys)
            {
                if (await SendExample(operation, mediaType) is { } rejection)
                {
                    rejected.Add($"{operation.Id} {mediaType}: {rejection}");
                }
            }
        }

        Assert.Empty(rejected);

        async Task SendPublication()
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/drafts/the-quiet-bakery/publication") { Content = JsonContent.Create(new { version = 1 }) };
            request.Headers.TryAddWithoutValidation("If-Match", "*");
            Assert.Equal(HttpStatusCode.OK, await api.Newsroom.SendAsync(request).Status());
        }
    }

    /// <summary>Sends the example of a body with a precondition that holds. Returns the response if the service rejects the body; otherwise null.</summary>
    private async Task<string?> SendExample(Operation operation, string mediaType)
    {
        string? rejection = null;
        foreach (var precondition in new[] { "If-None-Match", "If-Match", "" }.Where(name => name.Length == 0 || operation.Parameters.Any(parameter => parameter.Name == name)))
        {
            using var request = ExampleRequests.Create(operation, ExampleRequests.OptionalQuery(operation), mediaType: mediaType);
            request.Headers.Remove("If-None-Match");
            request.Headers.Remove("If-Match");
            if (precondition.Length > 0)
            {
                request.Headers.TryAddWithoutValidation(precondition, "*");
            }

            using var response = await api.Newsroom.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode && !text.Contains("\"outcome\":\"invalid\"", StringComparison.Ordinal))
            {
                return null;
            }

            rejection = $"{(int)response.StatusCode} {text}";
            if (response.StatusCode is not (HttpStatusCode.PreconditionFailed or HttpStatusCode.PreconditionRequired))
            {
                break;
            }
        }

        return rejection;
    }
}
